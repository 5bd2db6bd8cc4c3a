using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Holdfast.Domain.Factors;
using Holdfast.Server.Passkeys;
using Holdfast.Server.Tests.Harness;
using Holdfast.Storage.Auditing;

namespace Holdfast.Server.Tests.Passkeys;

/// <summary>What a passkey approved is checked again out of the log, with nothing of what checked it first.</summary>
public sealed class AuditingApprovals
{
    /// <summary>Where the browser asked from and what was counted is known to the server alone.</summary>
    private static readonly string[] NotInTheLog = ["5", "6", "10", "13", "14", "18", "19", "22"];

    public static TheoryData<Spoilt> All => [.. Spoilt.All.Where(s => !s.InRegistration && !NotInTheLog.Contains(s.Step))];

    [Theory]
    [MemberData(nameof(All))]
    public void Does_not_hold_where_it_was_spoilt(Spoilt spoilt)
    {
        using var ring = new Authenticator();
        var passkey = Register(ring);
        var challenge = RandomNumberGenerator.GetBytes(32);
        Assert.Null(ProofCheck.Fault(passkey, Convert.ToHexStringLower(challenge), Proof(ring, challenge)!));
        spoilt.How(ring);
        if (Proof(ring, challenge) is { } proof) Assert.NotNull(ProofCheck.Fault(passkey, Convert.ToHexStringLower(challenge), proof));
    }

    [Fact]
    public async Task Finds_each_of_them_in_the_log_and_what_is_put_in_its_place()
    {
        using var ring = new Authenticator();
        await using var world = await World.StartedAsync(change: o => o with { PasskeyOrigins = "https://console.example.com" });
        var account = await world.OpenAsync(World.Bot);
        var owner = World.Owner(account);
        var begun = (await world.Platform.PostAsync($"/v1/accounts/{account}/passkeys", $$"""{"by":{{owner}},"factor":"ring","label":"ring"}""")).Is(201);
        var asked = (await world.Platform.PostAsync($"/v1/accounts/{account}/passkeys/{begun.Text("ceremony")}",
            $$"""{"by":{{owner}},"credential":{{ring.Create(begun["options"]!).ToJsonString()}}}""")).Is(201);
        (await world.ApproveAsync(account, asked)).Is(200);
        await world.AdvanceAsync("P4D");
        var change = (await world.AskAsync(account, World.Grant())).Is(201);
        (await world.Platform.PostAsync($"/v1/accounts/{account}/changes/{change.Text("change")}/approvals",
            $$"""{"factor":"passkey","digest":"{{change.Text("digest")}}","assertion":{{ring.Get(Convert.FromHexString(change.Text("digest")!)).ToJsonString()}},"by":{{owner}}}""")).Is(200);
        await world.StopAsync();
        var audit = new ApprovalAudit();
        Assert.Empty(LogAudit.Check(world.Data, judge: audit.Judge).Findings);
        Assert.Equal(1, audit.Checked);
        Assert.Single(Faults(world, (text, type) => type == "changeAsked" ? text.Replace(change.Text("digest")!, new string('0', 64), StringComparison.Ordinal) : text));
        Assert.Single(Faults(world, (text, type) => type == "changeApproved" ? text.Replace("\"signature\":\"", "\"signature\":\"AAAA", StringComparison.Ordinal) : text));
        Assert.Single(Faults(world, (text, type) => type == "changeAsked" ? text.Replace("\"relyingParty\":\"console", "\"relyingParty\":\"other", StringComparison.Ordinal) : text));
        Assert.Single(Faults(world, (text, type) => type == "changeAsked" && text.Contains("relyingParty", StringComparison.Ordinal) ? null : text));
    }

    /// <summary>What the audit says of events that somebody rewrote, chain and all.</summary>
    private static List<string> Faults(World world, Func<string, string, string?> rewrite)
    {
        var judge = new ApprovalAudit().Judge;
        var faults = new List<string>();
        LogAudit.Check(world.Data, judge: judge with
        {
            Fault = stored =>
            {
                if (rewrite(System.Text.Encoding.UTF8.GetString(stored.Body!.Value.Span), stored.Type) is not { } text) return null;
                if (judge.Fault(stored with { Body = System.Text.Encoding.UTF8.GetBytes(text) }) is { } fault) faults.Add(fault);
                return null;
            },
        });
        return faults;
    }

    private static Passkey Register(Authenticator ring)
    {
        var party = new RelyingParty(ring.Domain, new HashSet<string>(StringComparer.Ordinal) { ring.Origin });
        var owner = new PasskeyOwner("handle", []);
        var (options, state) = party.Ask(owner, "alice");
        return party.Attested(owner, state, Responses.Read(ring.Create(JsonNode.Parse(options)!), PasskeyResponse.OfRegistration)!)!;
    }

    private static PasskeyProof? Proof(Authenticator ring, byte[] challenge) =>
        Responses.Read(ring.Get(challenge), PasskeyResponse.OfAssertion) is { } r ? new(r.Credential, r.AuthenticatorData, r.ClientData, r.Signature) : null;
}
