using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Server.Hosting;
using Holdfast.Server.Owners;
using Holdfast.Server.Passkeys;
using Holdfast.Storage;

namespace Holdfast.System.Tests.Races;

/// <summary>Reads in a log what passkeys were asked for: of each account one, and each passkey once.</summary>
internal sealed class PasskeyOracle
{
    private readonly Dictionary<string, string> owners = new(StringComparer.Ordinal);
    private readonly HashSet<string> accounts = new(StringComparer.Ordinal);

    public List<string> Wrong { get; } = [];

    public int Changes { get; private set; }

    public void Read(ILog log)
    {
        for (var last = 0L; ;)
        {
            var page = log.Read(last, 1000, ["changeAsked"]);
            if (page.Count == 0) break;
            foreach (var stored in page)
            {
                last = stored.Position;
                if (stored.Owner != Installation.Stream && EventCodec.Read(stored) is OwnerEvent.ChangeAsked asked) Take(stored.Owner, asked);
            }
        }
        foreach (var (credential, owner) in owners)
            if (log.Find(PasskeyKeys.Credential(credential)) is not { } position || log.ReadAt(position)?.Owner != owner)
                Wrong.Add($"{owner}: the passkey does not lead to him");
    }

    private void Take(string owner, OwnerEvent.ChangeAsked asked)
    {
        foreach (var edit in asked.Edits)
        {
            if (edit.Edit is not Edit.AddFactor { Passkey: { } passkey }) continue;
            Changes++;
            if (!owners.TryAdd(passkey.Credential, owner)) Wrong.Add($"{owner}: {owners[passkey.Credential]} has the passkey too");
            if (!accounts.Add(asked.Account)) Wrong.Add($"{owner}: one ceremony made two changes");
        }
    }
}
