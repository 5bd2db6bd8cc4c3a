using System.Buffers.Text;
using System.Text.Json.Nodes;
using Holdfast.Domain.Factors;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Holdfast.Server.Passkeys;

/// <summary>
/// Who passkeys are made for: a domain, and the origins whose pages may ask for them. The framework verifies what comes back, by the steps
/// of Web Authentication Level 3 sections 7.1 and 7.2; the challenge alone is ours, for an approval is bound to what it approves.
/// </summary>
/// <param name="domain">The relying party's id.</param>
/// <param name="origins">As browsers write them: scheme, host and, where it is not the scheme's own, port.</param>
internal sealed class RelyingParty(string domain, IReadOnlySet<string> origins)
{
    private readonly IOptions<IdentityPasskeyOptions> options = Options.Create(new IdentityPasskeyOptions
    {
        ServerDomain = domain,
        UserVerificationRequirement = "required",
        ResidentKeyRequirement = "required",
        AttestationConveyancePreference = "none",
        AuthenticatorTimeout = Ceremonies.Life,
        ValidateOrigin = context => ValueTask.FromResult(!context.CrossOrigin && context.TopOrigin is null && origins.Contains(context.Origin)),
    });

    public string Domain => domain;

    /// <summary>What a browser is asked to make, and what must be remembered until it has.</summary>
    public (string Options, string State) Ask(PasskeyOwner owner, string name)
    {
        using var users = Users(owner);
        var asked = Done(Handler(users).MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = owner.Handle, Name = name, DisplayName = name }, new DefaultHttpContext()));
        return (asked.CreationOptionsJson, asked.AttestationState ?? throw new InvalidOperationException("the verifier remembers nothing"));
    }

    /// <summary>What was registered; null where what came back is not what was asked for.</summary>
    public Passkey? Attested(PasskeyOwner owner, string state, PasskeyResponse response)
    {
        if (!response.IsClear) return null;
        // whether somebody has it already, the core says
        using var users = Users(owner with { Factors = [] });
        var result = Done(Handler(users).PerformAttestationAsync(new PasskeyAttestationContext
        {
            HttpContext = new DefaultHttpContext(),
            CredentialJson = response.Json,
            AttestationState = state,
        }));
        return result is { Succeeded: true, Passkey: { } made }
            ? new Passkey(Base64Url.EncodeToString(made.CredentialId), Base64Url.EncodeToString(made.PublicKey), domain, made.IsBackupEligible)
            : null;
    }

    /// <summary>The factor that signed a challenge, and how often it says to have signed; null where none of the owner's did.</summary>
    public (Factor Factor, long Count)? Asserted(PasskeyOwner owner, ReadOnlySpan<byte> challenge, PasskeyResponse response)
    {
        if (!response.IsClear) return null;
        using var users = Users(owner);
        var result = Done(Handler(users).PerformAssertionAsync(new PasskeyAssertionContext
        {
            HttpContext = new DefaultHttpContext(),
            CredentialJson = response.Json,
            AssertionState = State(challenge, owner.Handle),
        }));
        if (result is not { Succeeded: true, Passkey: { } used }) return null;
        var credential = Base64Url.EncodeToString(used.CredentialId);
        var factor = owner.Factors.Single(f => f.Passkey?.Credential == credential);
        // what the audit would not take is not accepted
        return ProofCheck.Fault(factor.Passkey!, Convert.ToHexStringLower(challenge), response.Proof) is null ? (factor, used.SignCount) : null;
    }

    /// <summary>
    /// What the framework keeps between asking and checking. It has no option for a challenge of one's own, so this is written by us; a
    /// test pins the form.
    /// </summary>
    internal static string State(ReadOnlySpan<byte> challenge, string handle) =>
        new JsonObject { ["challenge"] = Convert.ToBase64String(challenge), ["userId"] = handle }.ToJsonString();

    private static UserManager<PasskeyOwner> Users(PasskeyOwner owner) => new(
        new PasskeyStore(owner), Options.Create(new IdentityOptions()), new PasswordHasher<PasskeyOwner>(), [], [], new UpperInvariantLookupNormalizer(),
        new IdentityErrorDescriber(), null!, Microsoft.Extensions.Logging.Abstractions.NullLogger<UserManager<PasskeyOwner>>.Instance);

    private PasskeyHandler<PasskeyOwner> Handler(UserManager<PasskeyOwner> users) => new(users, options);

    /// <summary>The store is in memory, so nothing is waited for.</summary>
    private static T Done<T>(Task<T> task) => task.IsCompleted
        ? task.GetAwaiter().GetResult()
        : throw new InvalidOperationException("the verifier waits for something");
}
