using System.Security.Cryptography;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Policies;
using Holdfast.Server.Channels.Webhooks;
using Holdfast.Server.Gate;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Schemes;

namespace Holdfast.Server.Reading;

/// <summary>Reads edits by the contract's names; what only the core makes can't be named.</summary>
internal static class EditReading
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1), Hour = TimeSpan.FromHours(1), Month = Policy.Longest;

    /// <param name="sandbox">Whether webhooks may go to this very machine.</param>
    public static Edit[] Edits(Node n, bool sandbox) => [.. n.List("edits", Bounds.EditsInAChange).Select(e =>
    {
        var node = n.Element(e);
        var edit = Read(node, sandbox);
        if (edit is not null) node.Done();
        return edit;
    }).OfType<Edit>()];

    public static Edit? Read(Node n, bool sandbox) => n.Text("op", 32) switch
    {
        "addKey" => new Edit.AddKey(
            n.Id("key"), n.Label("label"), Permissions(n), Sources(n), n.Time("expiresAt", nullable: true), Credential(n, required: true)),
        "removeKey" => new Edit.RemoveKey(n.Id("key")),
        "suspendKey" => new Edit.SuspendKey(n.Id("key")),
        "resumeKey" => new Edit.ResumeKey(n.Id("key")),
        "rotateKey" => new Edit.RotateKey(
            n.Id("key"), Credential(n, required: false), n.Span("overlap", TimeSpan.Zero, Month, optional: true)),
        "removeCredential" => new Edit.RemoveCredential(n.Id("key"), n.Id("credential")),
        "grant" => new Edit.Grant(n.Id("key"), n.Permission("/permission", n.Text("permission", 64))),
        "revoke" => new Edit.Revoke(n.Id("key"), n.Permission("/permission", n.Text("permission", 64))),
        "addSource" => new Edit.AddSource(n.Id("key"), n.Source("/source", n.Text("source", 64)) ?? default),
        "removeSource" => new Edit.RemoveSource(n.Id("key"), n.Source("/source", n.Text("source", 64)) ?? default),
        "setExpiry" => new Edit.SetExpiry(n.Id("key"), n.Time("expiresAt", nullable: true)),
        "addDestination" => AddDestination(n),
        "removeDestination" => RemoveDestination(n),
        "setLimit" => SetLimit(n),
        "removeLimit" => RemoveLimit(n),
        "setAllowance" => new Edit.SetAllowance(n.Amount("amount", positive: false) ?? 0),
        "setChallenge" => new Edit.SetChallenge(n.Amount("above", positive: false, nullable: true)),
        "setSettling" => new Edit.SetSettling(n.Span("length", Hour, Month) ?? default),
        "setHold" => new Edit.SetHold(
            ElementOf(n), n.Span("length", TimeSpan.Zero, Month) ?? default, n.Span("for", Minute, Month, optional: true)),
        "addFactor" => new Edit.AddFactor(
            n.Id("factor"), Kind(n, recovery: true), n.Label("label"), n.Has("guardian") ? n.Id("guardian") : null),
        "removeFactor" => new Edit.RemoveFactor(n.Id("factor")),
        "addGuardian" => new Edit.AddGuardian(n.Id("guardian"), n.Label("name"), n.Email("email") ?? ""),
        "removeGuardian" => new Edit.RemoveGuardian(n.Id("guardian")),
        "addChannel" => AddChannel(n, sandbox),
        "removeChannel" => new Edit.RemoveChannel(n.Id("channel")),
        "setAlerts" => new Edit.SetAlerts(
            n.Id("channel"), n.Amount("above", positive: false, nullable: true), n.Flag("digest") ?? false, QuietReading.Of(n)),
        "resetFactors" => new Edit.ResetFactors(),
        "recover" => Recover(n),
        "liftFreeze" => new Edit.LiftFreeze(n.Has("freeze") ? n.Id("freeze") : null),
        null => null,
        _ => Unknown(n),
    };

    private static Edit? Unknown(Node n)
    {
        n.Meaning("opUnknown", "/op", "there is no such edit");
        return null;
    }

    private static string[] Permissions(Node n)
    {
        var texts = n.Texts("permissions", 32);
        for (var i = 0; i < texts.Length; i++) n.Permission($"/permissions/{i}", texts[i]);
        string[] named = [.. texts.OfType<string>()];
        if (named.Distinct(StringComparer.Ordinal).Count() < named.Length)
            n.Meaning("permissionTwice", "/permissions", "each permission is named once");
        return named;
    }

    private static Source[] Sources(Node n)
    {
        var texts = n.Texts("sources", Bounds.Sources);
        var sources = texts.Select((t, i) => n.Source($"/sources/{i}", t)).OfType<Source>().ToArray();
        if (sources.Distinct().Count() < sources.Length) n.Meaning("sourceTwice", "/sources", "each source is named once");
        return sources;
    }

    private static Edit.AddDestination AddDestination(Node n)
    {
        var asset = n.Asset("asset");
        var place = n.Place(n.Text("tag", 256, nullable: true, least: 0));
        return new Edit.AddDestination(asset, place?.Network ?? "", place?.Address ?? "", place?.Tag, n.Label("label"));
    }

    /// <summary>Taking away needs no tag to be stated: none is none. An `undo` is sent back as it came, without one.</summary>
    private static Edit.RemoveDestination RemoveDestination(Node n)
    {
        var asset = n.Asset("asset");
        if (n.Has("label")) n.Text("label", 256);
        var place = n.PlaceMaybeTagged();
        return new Edit.RemoveDestination(asset, place?.Network ?? "", place?.Address ?? "", place?.Tag);
    }

    private static Edit.SetLimit SetLimit(Node n)
    {
        var (asset, currency) = AssetOrCurrency(n);
        return new Edit.SetLimit(
            asset, currency, n.Span("period", Hour, Month) ?? default, n.Amount("amount", positive: false) ?? 0,
            n.Span("for", Minute, Month, optional: true));
    }

    private static Edit.RemoveLimit RemoveLimit(Node n)
    {
        var (asset, currency) = AssetOrCurrency(n);
        return new Edit.RemoveLimit(asset, currency, n.Span("period", Hour, Month) ?? default);
    }

    private static (string? Asset, string? Currency) AssetOrCurrency(Node n)
    {
        var asset = n.Has("asset") ? n.Asset("asset") : null;
        var currency = n.Has("currency") ? n.Asset("currency") : null;
        if (n.IsObject && asset is null == currency is null)
            n.Shape("assetOrCurrency", "", "a limit names either an `asset` or a `currency`");
        return (asset, currency);
    }

    private static Element ElementOf(Node n)
    {
        if (n.Text("element", 32) is not { } name) return default;
        if (Elements.TryParse(name, out var element)) return element;
        n.Meaning("elementUnknown", "/element", "there is no such element");
        return default;
    }

    private static FactorKind Kind(Node n, bool recovery = false)
    {
        switch (n.Text("kind", 16))
        {
            case "totp": return FactorKind.Totp;
            case "platform": return FactorKind.Platform;
            case "recovery" when recovery: return FactorKind.Recovery;
            case null: return default;
            default:
                n.Meaning("factorNotSupported", "/kind", recovery
                    ? "a factor that can be added is `totp`, `recovery` or `platform`"
                    : "what an account is recovered to is a `totp` or `platform`");
                return default;
        }
    }

    private static Edit.AddChannel AddChannel(Node n, bool sandbox)
    {
        var id = n.Id("channel");
        switch (n.Text("kind", 16))
        {
            case "email": return new Edit.AddChannel(id, ChannelKind.Email, n.Email("to") ?? "");
            case "webhook": return new Edit.AddChannel(id, ChannelKind.Webhook, Url(n, sandbox));
            case "platform": return new Edit.AddChannel(id, ChannelKind.Platform, n.Text("to", 254) ?? "");
            case null: break;
            default:
                n.Meaning("channelKindUnknown", "/kind", "a channel is `email`, `webhook` or `platform`");
                break;
        }
        n.Text("to", 2048);
        return new Edit.AddChannel(id, ChannelKind.Email, "");
    }

    private static string Url(Node n, bool sandbox)
    {
        if (n.Text("to", 2048) is not { } text) return "";
        var mistakes = WebhookUrl.Mistakes(text, sandbox);
        if (mistakes.Count > 0) n.Meaning("webhookInvalid", "/to", $"this can't be called: {string.Join("; ", mistakes)}");
        return text;
    }

    private static Edit.Recover Recover(Node n)
    {
        if (n.Object("factor") is not { } factor) return new Edit.Recover("", FactorKind.Totp, "");
        var read = new Edit.Recover(factor.Id("factor"), Kind(factor), factor.Label("label"));
        factor.Done();
        return read;
    }

    /// <summary>Null, or absent where a key is rotated, leaves the credential to the platform.</summary>
    private static CredentialKind Credential(Node n, bool required)
    {
        if (n.Object("credential", optional: !required, nullable: true) is not { } c) return new CredentialKind.Kept();
        CredentialKind read = new CredentialKind.Kept();
        switch (c.Text("kind", 16))
        {
            case "public":
                read = Public(c);
                break;
            case "shared":
                var scheme = c.Text("scheme", 32) ?? "";
                if (Catalog.Named(scheme) is not { } known || !known.Algorithms.Any(a => a is Algorithm.HmacSha256 or Algorithm.HmacSha512))
                    c.Meaning("schemeInvalid", "/scheme", "this is no scheme whose clients hold a shared secret");
                read = new CredentialKind.Shared(scheme);
                break;
            case null:
                break;
            default:
                c.Meaning("credentialKindUnknown", "/kind", "a credential is `public` or `shared`");
                return read;
        }
        c.Done();
        return read;
    }

    private static CredentialKind.Public Public(Node c)
    {
        var (algorithm, pem) = (c.Text("algorithm", 16), c.Text("publicKey", 4096));
        if (algorithm is not (null or "ed25519" or "p256" or "rsa"))
            c.Meaning("algorithmUnknown", "/algorithm", "an algorithm is `ed25519`, `p256` or `rsa`");
        else if (algorithm is not null && pem is not null && !(IsKey(algorithm, pem) && IsVerifiedWith(algorithm, pem)))
            c.Meaning("publicKeyInvalid", "/publicKey", "this is no public key of that algorithm in PEM (SubjectPublicKeyInfo; RSA of 2048 to 4096 bits)");
        return new CredentialKind.Public(algorithm ?? "", pem ?? "");
    }

    /// <summary>Whether the gate takes it: a point of small order is a key that anybody signs for.</summary>
    private static bool IsVerifiedWith(string algorithm, string pem)
    {
        using var key = SharedCredential.Public(algorithm, pem);
        return key is not null;
    }

    private static bool IsKey(string algorithm, string pem)
    {
        if (!PemEncoding.TryFind(pem, out var found) || !pem[found.Label].Equals("PUBLIC KEY", StringComparison.Ordinal)) return false;
        try
        {
            var spki = Convert.FromBase64String(pem[found.Base64Data].Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal));
            switch (algorithm)
            {
                case "p256":
                    using (var ec = ECDsa.Create())
                    {
                        ec.ImportSubjectPublicKeyInfo(spki, out var read);
                        return read == spki.Length && ec.KeySize == 256 && ec.ExportParameters(false).Curve.Oid.FriendlyName == "nistP256";
                    }
                case "rsa":
                    using (var rsa = RSA.Create())
                    {
                        rsa.ImportSubjectPublicKeyInfo(spki, out var read);
                        return read == spki.Length && rsa.KeySize is >= 2048 and <= 8192;
                    }
                default:
                    // RFC 8410: SEQUENCE { SEQUENCE { OID 1.3.101.112 } BIT STRING of 32 bytes }
                    return spki.Length == 44 && spki.AsSpan(0, 12).SequenceEqual(Convert.FromHexString("302a300506032b6570032100"));
            }
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return false;
        }
    }
}
