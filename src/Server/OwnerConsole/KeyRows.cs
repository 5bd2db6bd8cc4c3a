using Holdfast.Consoles.Pages;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Keys;
using Holdfast.Server.Gate;

namespace Holdfast.Server.OwnerConsole;

/// <summary>Keys as their owner is shown them.</summary>
internal static class KeyRows
{
    public static AccountKeys[] Of(Look look, KeyRing ring) =>
        Array.ConvertAll(look.Moment.State.Accounts, a => new AccountKeys(a.Id, Array.ConvertAll(a.Keys, k => Of(look, ring, a, k))));

    private static KeyRow Of(Look look, KeyRing ring, Account account, ApiKey key)
    {
        var held = look.Held(Thing.Key(account.Id, key.Id)).ToArray();
        return new KeyRow(
            account.Id, key.Id, key.Label, KeySentence.Of(look, account, key, ring.UsageOf(account.Id, key.Id)),
            key.Suspended ? "suspended" : key.ExpiresAt is { } end && look.Moment.Wall > end ? "expired" : "inForce",
            [
                .. key.Permissions.Select(p => new KeyPart(p.Name, null, Look.Json(new Edit.Revoke(key.Id, p.Name)))),
                .. held.Where(p => p.Does is Edit.Grant).Select(p => new KeyPart(((Edit.Grant)p.Does).Permission, look.From(p), null)),
            ],
            [
                .. key.Sources.Select(s => new KeyPart(s.Source.ToString(), null, Look.Json(new Edit.RemoveSource(key.Id, s.Source)))),
                .. held.Where(p => p.Does is Edit.AddSource).Select(p => new KeyPart(((Edit.AddSource)p.Does).Source.ToString(), look.From(p), null)),
            ],
            key.ExpiresAt is { } expires ? look.Say(expires) : null,
            [.. Permissions.Known.Where(name => !Array.Exists(key.Permissions, p => p.Name == name))]);
    }
}
