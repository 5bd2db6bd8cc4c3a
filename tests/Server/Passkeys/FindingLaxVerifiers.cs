using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Factors;
using Holdfast.Server.Passkeys;

namespace Holdfast.Server.Tests.Passkeys;

/// <summary>The spoilt responses tell a verifier that leaves a step out from one that does not.</summary>
public sealed class FindingLaxVerifiers
{
    public static TheoryData<string> Planted => ["any origin", "the challenge that came back", "any count", "any domain"];

    [Theory]
    [MemberData(nameof(Planted))]
    public void Accepts_something_that_is_spoilt(string bug)
    {
        var accepted = Spoilt.All.Where(s => !s.InRegistration && Accepts(s, bug)).ToArray();
        Assert.NotEmpty(accepted);
        Assert.Single(accepted.Select(s => s.Step).Distinct());
    }

    private static bool Accepts(Spoilt spoilt, string bug)
    {
        using var ring = new Authenticator { Count = 5 };
        var party = Party(ring.Domain, bug);
        var owner = new PasskeyOwner("handle", []);
        var (options, state) = party.Ask(owner, "alice");
        var passkey = party.Attested(owner, state, Responses.Read(ring.Create(JsonNode.Parse(options)!), PasskeyResponse.OfRegistration)!)!;
        owner = owner with { Factors = [new Factor { Id = "ring", Kind = FactorKind.Passkey, Label = "ring", Since = 0, Passkey = passkey, LastStep = bug == "any count" ? 0 : 5 }] };
        ring.Count = 6;
        spoilt.How(ring);
        var challenge = RandomNumberGenerator.GetBytes(32);
        if (Responses.Read(ring.Get(challenge), PasskeyResponse.OfAssertion) is not { } response) return false;
        if (bug == "the challenge that came back") challenge = Responses.ChallengeOf(response) ?? challenge;
        if (bug == "any domain" && spoilt.Name == "another domain")
        {
            party = new RelyingParty("example.com", new Any());
            // what checks again would notice
            owner = owner with { Factors = [owner.Factors[0] with { Passkey = passkey with { RelyingParty = "example.com" } }] };
        }
        return party.Asserted(owner, challenge, response) is not null;
    }

    private static RelyingParty Party(string domain, string bug) =>
        new(domain, bug == "any origin" ? new Any() : new HashSet<string>(StringComparer.Ordinal) { "https://console.example.com" });

    /// <summary>Holds whatever it is asked for.</summary>
    private sealed class Any : HashSet<string>, IReadOnlySet<string>
    {
        bool IReadOnlySet<string>.Contains(string item) => true;
    }
}
