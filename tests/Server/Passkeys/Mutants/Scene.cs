using System.Buffers.Text;
using System.Text.Json.Nodes;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Factors;
using Holdfast.Server.Passkeys;

namespace Holdfast.Server.Tests.Passkeys.Mutants;

/// <summary>An owner with a passkey that counts to five, and what he is asked for: to sign a challenge, or to register another.</summary>
internal sealed class Scene : IDisposable
{
    public const string Domain = "console.example.com", Origin = "https://" + Domain;

    public const uint LastCount = 5;

    public static readonly RelyingParty Party = new(Domain, new HashSet<string>(StringComparer.Ordinal) { Origin });

    public Scene(bool registering, Random random)
    {
        (IsRegistering, Challenge) = (registering, new byte[registering ? 16 : 32]);
        random.NextBytes(Challenge);
        Handle = Base64Url.EncodeToString(BitConverter.GetBytes(random.NextInt64()));
        var asked = Party.Ask(new PasskeyOwner(Handle, []), "alice");
        Options = JsonNode.Parse(asked.Options)!;
        Passkey = Party.Attested(new PasskeyOwner(Handle, []), asked.State, Responses.Read(Ring.Create(Options), PasskeyResponse.OfRegistration)!)!;
        Owner = new PasskeyOwner(Handle, [new Factor { Id = "ring", Kind = FactorKind.Passkey, Label = "ring", Since = 0, Passkey = Passkey, LastStep = LastCount }]);
        State = JsonNode.Parse(asked.State)!.AsObject();
        State["challenge"] = Convert.ToBase64String(Challenge);
        Options["challenge"] = Base64Url.EncodeToString(Challenge);
        Ring.Count = LastCount + 1;
    }

    public bool IsRegistering { get; }

    /// <summary>What must come back.</summary>
    public byte[] Challenge { get; }

    public string Handle { get; }

    public Authenticator Ring { get; } = new() { Domain = Domain, Origin = Origin };

    public Passkey Passkey { get; }

    public PasskeyOwner Owner { get; }

    public JsonObject State { get; }

    private JsonNode Options { get; }

    /// <summary>What the ring gives now; it may have been told to give something that is spoilt.</summary>
    public JsonObject Respond() => Respond(Ring);

    public JsonObject Respond(Authenticator ring) => IsRegistering ? ring.Create(Options) : ring.Get(Challenge);

    public void Dispose() => Ring.Dispose();
}
