using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Factors;
using Holdfast.Server.Owners;
using Holdfast.Storage;
using Holdfast.Storage.Auditing;

namespace Holdfast.Server.Passkeys;

/// <summary>Follows the log and checks again what every passkey approved.</summary>
public sealed class ApprovalAudit
{
    private readonly Dictionary<(string Owner, string Credential), Passkey> passkeys = [];
    private readonly Dictionary<(string Owner, string Change), string> digests = [];
    private readonly HashSet<string> owners = new(StringComparer.Ordinal);

    public EventJudge Judge => new(new HashSet<string>(StringComparer.Ordinal) { "changeAsked", "changeApproved", "withdrawalDecided" }, Fault);

    /// <summary>Approvals by passkeys that were checked.</summary>
    public long Checked { get; private set; }

    private string? Fault(StoredEvent stored) => EventCodec.Read(stored) switch
    {
        OwnerEvent.ChangeAsked asked => Note(stored.Owner, asked),
        OwnerEvent.ChangeApproved { Proof: { } proof } approved => Fault(stored.Owner, digests.GetValueOrDefault((stored.Owner, approved.Change)), proof),
        OwnerEvent.ChangeApproved { Kind: FactorKind.Passkey } => "an approval by a passkey has no proof",
        OwnerEvent.WithdrawalDecided { Approval.Proof: { } proof } decided => Fault(stored.Owner, decided.Withdrawal.Digest, proof),
        OwnerEvent.WithdrawalDecided { Approval.Kind: FactorKind.Passkey } => "an approval by a passkey has no proof",
        _ => null,
    };

    private string? Fault(string owner, string? digest, PasskeyProof proof)
    {
        Checked++;
        if (!passkeys.TryGetValue((owner, proof.Credential), out var passkey)) return "an approval is by a passkey that nobody registered";
        if (digest is null) return "an approval by a passkey is of a change that nobody asked for";
        return ProofCheck.Fault(passkey, digest, proof) is { } fault ? $"an approval by a passkey does not hold: {fault}" : null;
    }

    /// <summary>Digests are kept of those who have a passkey.</summary>
    private string? Note(string owner, OwnerEvent.ChangeAsked asked)
    {
        foreach (var edit in asked.Edits)
            if (edit.Edit is Edit.AddFactor { Passkey: { } passkey })
            {
                passkeys[(owner, passkey.Credential)] = passkey;
                owners.Add(owner);
            }
        if (owners.Contains(owner)) digests[(owner, asked.Change)] = asked.Digest;
        return null;
    }
}
