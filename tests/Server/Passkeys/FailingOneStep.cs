using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Factors;
using Holdfast.Server.Passkeys;

namespace Holdfast.Server.Tests.Passkeys;

/// <summary>Every step of verification has something that is wrong for it alone.</summary>
public sealed class FailingOneStep : IDisposable
{
    private readonly Authenticator ring = new();
    private readonly RelyingParty party = new("console.example.com", new HashSet<string>(StringComparer.Ordinal) { "https://console.example.com" });
    private readonly byte[] challenge = RandomNumberGenerator.GetBytes(32);
    private PasskeyOwner owner = new("handle", []);

    public static TheoryData<Spoilt> All => [.. Spoilt.All];

    public void Dispose() => ring.Dispose();

    [Fact]
    public void Are_at_least_120_and_pass_where_nothing_is_spoilt()
    {
        Assert.True(Spoilt.All.Length >= 120, $"{Spoilt.All.Length}");
        Assert.NotNull(Register());
        Join();
        Assert.NotNull(Signed());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Is_refused(Spoilt spoilt)
    {
        if (spoilt.InRegistration)
        {
            spoilt.How(ring);
            Assert.Null(Register());
            return;
        }
        Join();
        spoilt.How(ring);
        Assert.Null(Signed());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"challenge":"","userId":"handle"}""")]
    [InlineData("""{"challenge":null,"userId":"handle"}""")]
    [InlineData("""{"challenge":"AAAA","userId":"handle","more":1}""")]
    public void The_form_of_what_the_framework_keeps_is_pinned(string other)
    {
        var state = JsonNode.Parse(RelyingParty.State(challenge, "handle"))!.AsObject();
        Assert.Equal(["challenge", "userId"], state.Select(m => m.Key));
        Assert.Equal(challenge, Convert.FromBase64String((string)state["challenge"]!));
        Assert.NotEqual(other, state.ToJsonString());
    }

    private void Join()
    {
        ring.Count = 5;
        var passkey = Register()!;
        owner = owner with { Factors = [new Factor { Id = "ring", Kind = FactorKind.Passkey, Label = "ring", Since = 0, Passkey = passkey, LastStep = 5 }] };
        ring.Count = 6;
    }

    private Passkey? Register()
    {
        var (options, state) = party.Ask(owner, "alice");
        return Responses.Read(ring.Create(JsonNode.Parse(options)!), PasskeyResponse.OfRegistration) is { } response ? party.Attested(owner, state, response) : null;
    }

    private (Factor Factor, long Count)? Signed() =>
        Responses.Read(ring.Get(challenge), PasskeyResponse.OfAssertion) is { } response ? party.Asserted(owner, challenge, response) : null;
}
