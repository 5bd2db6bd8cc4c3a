using System.Text.Json;
using System.Text.Unicode;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Installations;
using Holdfast.Domain.Official;
using Holdfast.Domain.Withdrawals;
using Holdfast.Server.Passkeys;

namespace Holdfast.Server.Reading;

internal sealed record OpenAccountBody(string Id, string? Email, string? Owner, Edit[] Edits);

internal sealed record ChangeBody(By By, Edit[] Edits, Signal[] Signals);

/// <param name="Code">Of a `totp`.</param>
/// <param name="Assertion">Of a `passkey`.</param>
internal sealed record ApprovalBody(FactorKind Factor, string Digest, string? Code, PasskeyResponse? Assertion, By By);

internal sealed record OfficialBody(OfficialEntry[] Entries);

internal sealed record PasskeyBody(By By, string Factor, string Label);

internal sealed record PasskeyCredentialBody(By By, PasskeyResponse Credential);

internal sealed record VetoBody(By By, bool Quiet);

internal sealed record FreezeBody(By By, string Reason, TimeSpan? For, bool All);

internal sealed record ByBody(By By);

internal sealed record WithdrawalBody(WithdrawalRequest Request, Signal[] Signals);

internal sealed record SignalBody(string Account, Signal Signal);

internal sealed record StaffActBody(ActKind Kind, string Digest);

internal sealed record TokenBody(string Name, string[] Roles);

internal sealed record TakenBody(long UpTo);

internal sealed record ClockBody(TimeSpan Advance);

internal sealed record NothingBody;

/// <summary>The one place that parses bodies: strict JSON, every mistake named, nothing guessed.</summary>
internal static class Bodies
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16 };

    private const int MostPrices = 1_000;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1), Year = TimeSpan.FromDays(365);

    public static BodyReading<OpenAccountBody> OpenAccount(ReadOnlyMemory<byte> json, bool sandbox = false) => Read(json, n => new OpenAccountBody(
        n.Id("id"),
        n.Has("email") ? n.Email("email") : null,
        n.Has("owner") ? n.Id("owner") : null,
        n.Has("edits") ? EditReading.Edits(n, sandbox) : []));

    public static BodyReading<ChangeBody> Change(ReadOnlyMemory<byte> json, bool sandbox = false) => Read(json, n =>
    {
        var body = new ChangeBody(n.By(), EditReading.Edits(n, sandbox), n.Signals());
        if (n.HasEmpty("edits")) n.Meaning("editsEmpty", "/edits", "a change has at least one edit");
        return body;
    });

    public static BodyReading<ApprovalBody> Approval(ReadOnlyMemory<byte> json) => Read(json, n =>
    {
        var factor = n.Text("factor", 16) switch
        {
            "platform" => FactorKind.Platform,
            "totp" => FactorKind.Totp,
            "passkey" => FactorKind.Passkey,
            "recovery" => FactorKind.Recovery,
            null => FactorKind.Platform,
            _ => Unsupported(n),
        };
        var assertion = factor == FactorKind.Passkey && n.Object("assertion") is { } inner ? PasskeyResponse.OfAssertion(inner) : null;
        return new ApprovalBody(factor, n.Digest("digest"), CodeOf(factor, n), assertion, n.By());
    });

    public static BodyReading<PasskeyBody> Passkey(ReadOnlyMemory<byte> json) =>
        Read(json, n => new PasskeyBody(n.By(), n.Id("factor"), n.Label("label")));

    public static BodyReading<PasskeyCredentialBody> PasskeyCredential(ReadOnlyMemory<byte> json) => Read(json, n =>
    {
        var credential = n.Object("credential") is { } inner ? PasskeyResponse.OfRegistration(inner) : null;
        return new PasskeyCredentialBody(n.By(), credential!);
    });

    /// <summary>What a browser's passkey signed, by itself.</summary>
    public static BodyReading<PasskeyResponse> Assertion(ReadOnlyMemory<byte> json) => Read(json, n => PasskeyResponse.OfAssertion(n)!);

    public static BodyReading<PasskeyResponse> Attestation(ReadOnlyMemory<byte> json) => Read(json, n => PasskeyResponse.OfRegistration(n)!);

    public static BodyReading<VetoBody> Veto(ReadOnlyMemory<byte> json) =>
        Read(json, n => new VetoBody(n.By(), n.Flag("quiet", optional: true) ?? false));

    public static BodyReading<FreezeBody> Freeze(ReadOnlyMemory<byte> json) => Read(json, n => new FreezeBody(
        n.By(), n.Text("reason", 200) ?? "", n.Span("for", Minute, Year, optional: true), n.Scope()));

    public static BodyReading<ByBody> Act(ReadOnlyMemory<byte> json) => Read(json, n => new ByBody(n.By()));

    public static BodyReading<WithdrawalBody> Withdrawal(string account, ReadOnlyMemory<byte> json) =>
        Read(json, n => WithdrawalReading.Read(account, n));

    public static BodyReading<Domain.Orders.OrderRequest> Order(
        string account, ReadOnlyMemory<byte> json, Func<string, Domain.Orders.Pair>? named = null) =>
        Read(json, n => OrderReading.Order(account, n, named));

    /// <summary>A list, of each pair once.</summary>
    public static BodyReading<Orders.PriceOf[]> Prices(ReadOnlyMemory<byte> json) => Parse<Orders.PriceOf[]>(json, (root, mistakes) =>
    {
        if (root.ValueKind != JsonValueKind.Array) mistakes.Add(new Mistake(400, "typeWrong", "", "this must be a list"));
        else if (root.GetArrayLength() > MostPrices) mistakes.Add(new Mistake(400, "tooMany", "", $"this list has at most {MostPrices} elements"));
        if (mistakes.Count > 0) return [];
        var prices = new Dictionary<Domain.Orders.Pair, Orders.PriceOf>();
        foreach (var (i, element) in root.EnumerateArray().Index())
        {
            var node = new Node(element, "/" + i.ToString(), mistakes);
            var price = OrderReading.Price(node);
            node.Done();
            if (!prices.TryAdd(price.Pair, price) && price.Pair != default)
                node.Meaning("pairTwice", "/pair", "this pair is in the list already");
        }
        return [.. prices.Values];
    });

    /// <summary>One line of a file of accounts that are taken over.</summary>
    public static BodyReading<ImportedLine> ImportedLine(ReadOnlyMemory<byte> json, Domain.Time.Instant now) => Read(json, n => ImportReading.Read(n, now));

    public static BodyReading<ReportBody> Report(ReadOnlyMemory<byte> json) => Read(json, ReportReading.Read);

    public static BodyReading<OfficialBody> Official(ReadOnlyMemory<byte> json) => Read(json, n => new OfficialBody([.. n.List("entries", PublishOfficial.Most).Select(e => OfficialReading.Read(n.Element(e)))]));

    public static BodyReading<SignalBody> Signal(ReadOnlyMemory<byte> json) =>
        Read(json, n => new SignalBody(n.Id("account"), n.Signal()));

    public static BodyReading<StaffActBody> StaffAct(ReadOnlyMemory<byte> json) =>
        Read(json, n => new StaffActBody(Kind(n), n.Digest("digest")));

    /// <summary>No body, or an object with nothing in it.</summary>
    public static BodyReading<NothingBody> Nothing(ReadOnlyMemory<byte> json) =>
        json.IsEmpty ? new BodyReading<NothingBody>(new NothingBody(), []) : Read(json, _ => new NothingBody());

    public static BodyReading<TokenBody> Token(ReadOnlyMemory<byte> json) => Read(json, n =>
    {
        var (name, roles) = (n.Id("name"), n.Texts("roles", 3));
        if (name.Length > 0 && !Domain.Installations.Tokens.IsName(name))
            n.Meaning("tokenNameInvalid", "/name", "a name is 1 to 64 letters, digits, dots, hyphens and underscores");
        if (n.HasEmpty("roles")) n.Meaning("rolesMissing", "/roles", "a token has a role");
        for (var i = 0; i < roles.Length; i++)
            if (roles[i] is not (null or "decide" or "feed" or "staff"))
                n.Meaning("roleUnknown", "/roles/" + i.ToString(), "roles are `decide`, `feed` and `staff`");
        return new TokenBody(name, [.. roles.OfType<string>()]);
    });

    public static BodyReading<TakenBody> Taken(ReadOnlyMemory<byte> json) => Read(json, n => new TakenBody(n.Whole("upTo") ?? 0));

    public static BodyReading<ClockBody> Clock(ReadOnlyMemory<byte> json) =>
        Read(json, n => new ClockBody(n.Span("advance", TimeSpan.FromMilliseconds(1), 10 * Year) ?? default));

    private static string? CodeOf(FactorKind factor, Node n) => factor switch
    {
        FactorKind.Totp => Code(n),
        FactorKind.Recovery => RecoveryCode(n),
        _ => null,
    };

    private static string? RecoveryCode(Node n)
    {
        if (n.Text("code", 19, least: 16) is not { } code) return null;
        if (RecoveryCodes.Read(code) is not null) return code;
        n.Meaning("codeMalformed", "/code", "a recovery code is four groups of four letters and digits");
        return null;
    }

    private static string? Code(Node n)
    {
        if (n.Text("code", 6, least: 6) is not { } code) return null;
        if (code.All(char.IsAsciiDigit)) return code;
        n.Meaning("codeMalformed", "/code", "a code is six digits");
        return null;
    }

    private static ActKind Kind(Node n)
    {
        if (n.Text("kind", 32) is not { } name) return default;
        if (ActKinds.TryParse(name, out var kind)) return kind;
        n.Meaning("actUnknown", "/kind", $"there is no act of the kind `{name}`");
        return default;
    }

    private static FactorKind Unsupported(Node n)
    {
        n.Meaning("factorNotSupported", "/factor", "the factor of an approval is `platform`, `totp`, `passkey` or `recovery`");
        n.Has("code");
        n.Has("assertion");
        return FactorKind.Platform;
    }

    private static BodyReading<T> Read<T>(ReadOnlyMemory<byte> json, Func<Node, T> read)
        where T : class => Parse(json, (root, mistakes) =>
    {
        var node = new Node(root, "", mistakes);
        var value = read(node);
        node.Done();
        return value;
    });

    private static BodyReading<T> Parse<T>(ReadOnlyMemory<byte> json, Func<JsonElement, List<Mistake>, T> read)
        where T : class
    {
        if (!Utf8.IsValid(json.Span)) return new BodyReading<T>(null, [new Mistake(400, "jsonInvalid", "", "this is not UTF-8")]);
        var mistakes = new List<Mistake>();
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            var value = read(document.RootElement, mistakes);
            return mistakes.Count == 0 ? new BodyReading<T>(value, []) : new BodyReading<T>(null, mistakes);
        }
        catch (JsonException e)
        {
            return new BodyReading<T>(null, [new Mistake(400, "jsonInvalid", "",
                $"this is no strict JSON of depth 16 at most, at line {e.LineNumber + 1}, byte {e.BytePositionInLine}")]);
        }
    }
}
