using System.Buffers.Text;
using Holdfast.Domain.Factors;
using Microsoft.AspNetCore.Identity;

namespace Holdfast.Server.Passkeys;

/// <summary>Whoever registers or asserts, as the framework's verifier sees him.</summary>
/// <param name="Handle">What authenticators keep of him: it says nothing to anybody else.</param>
/// <param name="Factors">His factors that are passkeys.</param>
internal sealed record PasskeyOwner(string Handle, Factor[] Factors)
{
    public IList<UserPasskeyInfo> Registered => [.. Factors.Where(f => f.Passkey is not null).Select(Info)];

    public UserPasskeyInfo? Find(byte[] credential) => Registered.FirstOrDefault(p => p.CredentialId.AsSpan().SequenceEqual(credential));

    private static UserPasskeyInfo Info(Factor factor) => new(
        Base64Url.DecodeFromChars(factor.Passkey!.Credential), Base64Url.DecodeFromChars(factor.Passkey.PublicKey), DateTimeOffset.UnixEpoch,
        (uint)factor.LastStep, null, isUserVerified: true, factor.Passkey.IsBackupEligible, isBackedUp: false, [], []);
}

/// <summary>One owner and nobody else: the verifier asks for what is at hand, and writes nothing.</summary>
internal sealed class PasskeyStore(PasskeyOwner owner) : IUserPasskeyStore<PasskeyOwner>
{
    public Task<PasskeyOwner?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Task.FromResult(string.Equals(userId, owner.Handle, StringComparison.Ordinal) ? owner : null);

    public Task<PasskeyOwner?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(owner.Find(credentialId) is null ? null : owner);

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PasskeyOwner user, CancellationToken cancellationToken) => Task.FromResult(user.Registered);

    public Task<UserPasskeyInfo?> FindPasskeyAsync(PasskeyOwner user, byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(user.Find(credentialId));

    public Task<string> GetUserIdAsync(PasskeyOwner user, CancellationToken cancellationToken) => Task.FromResult(user.Handle);

    public Task<string?> GetUserNameAsync(PasskeyOwner user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Handle);

    public Task<string?> GetNormalizedUserNameAsync(PasskeyOwner user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Handle);

    public Task AddOrUpdatePasskeyAsync(PasskeyOwner user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw Writes();

    public Task RemovePasskeyAsync(PasskeyOwner user, byte[] credentialId, CancellationToken cancellationToken) => throw Writes();

    public Task SetUserNameAsync(PasskeyOwner user, string? userName, CancellationToken cancellationToken) => throw Writes();

    public Task SetNormalizedUserNameAsync(PasskeyOwner user, string? normalizedName, CancellationToken cancellationToken) => throw Writes();

    public Task<IdentityResult> CreateAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw Writes();

    public Task<IdentityResult> UpdateAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw Writes();

    public Task<IdentityResult> DeleteAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw Writes();

    public Task<PasskeyOwner?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw Writes();

    public void Dispose()
    {
    }

    private static NotSupportedException Writes() => new("factors come by changes alone");
}
