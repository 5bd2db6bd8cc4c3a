using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Factors;

namespace Holdfast.Server.Passkeys;

/// <summary>The passkeys of owners.</summary>
/// <param name="key">What the handles of owners are made with.</param>
internal sealed class OwnerPasskeys(RelyingParty party, byte[] key)
{
    public string Domain => party.Domain;

    public (string Options, string State) Ask(string owner, OwnerState state, string name) => party.Ask(Of(owner, state), name);

    public Passkey? Attested(string owner, OwnerState state, string asked, PasskeyResponse response) => party.Attested(Of(owner, state), asked, response);

    /// <summary>The consent to a digest that a passkey of the owner signed; null where none did.</summary>
    public Consent? Consented(string owner, OwnerState state, string digest, By by, PasskeyResponse response) =>
        Signed(owner, state, Convert.FromHexString(digest), by, response);

    /// <summary>The same of a challenge that is no digest.</summary>
    public Consent? Signed(string owner, OwnerState state, ReadOnlySpan<byte> challenge, By by, PasskeyResponse response) =>
        party.Asserted(Of(owner, state), challenge, response) is var (factor, count)
            ? new Consent(FactorKind.Passkey, factor.Id, count > 0 ? count : null, by, response.Proof)
            : null;

    private PasskeyOwner Of(string owner, OwnerState state) => new(
        Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(owner))),
        Array.FindAll(state.Factors, f => f.Passkey is { } passkey && passkey.RelyingParty == party.Domain));
}
