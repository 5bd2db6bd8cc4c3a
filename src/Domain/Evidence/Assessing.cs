using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Evidence;

/// <summary>
/// Weighs a change together with every expansion asked on the account within the evidence span, as if they were one, so
/// that many small steps weigh as much as a big one.
/// </summary>
public static class Assessing
{
    public static Assessment Assess(OwnerState state, string account, JudgedEdit[] edits, Policy policy, Instant at)
    {
        var asked = state.Changes
            .Where(c => string.Equals(c.Account, account, StringComparison.Ordinal) && c.AskedAt + policy.EvidenceSpan >= at)
            .SelectMany(c => c.Edits)
            .Concat(edits)
            .Where(e => e.Effect == Effect.Expands)
            .Select(e => e.Edit)
            .ToArray();
        var reasons = new SortedSet<string>(StringComparer.Ordinal);
        if (!Array.Exists(edits, e => e.Effect == Effect.Expands || e.Edit is Edit.AddGuardian or Edit.AddChannel)) return Assessment.None;
        foreach (var edit in asked)
            if (PatternOf(edit) is { } pattern) reasons.Add(pattern);
        var patterns = reasons.Count;
        var level = patterns switch { 0 => Level.None, 1 or 2 => Level.Low, _ => Level.Elevated };
        if (edits.Any(e => WasVetoed(state, account, e.Edit, at)))
        {
            reasons.Add("askedAgainAfterVeto");
            level = Level.Elevated;
        }
        foreach (var mark in state.Signals)
        {
            if (mark.At + policy.EvidenceSpan < at || !policy.Signals.TryGetValue(mark.Kind, out var weight)) continue;
            reasons.Add(mark.Kind);
            level = weight.Weight == Weight.Strong ? Level.High : level == Level.None ? Level.Low : level;
        }
        return new Assessment(level, [.. reasons]);
    }

    /// <summary>What a reason code says to a person.</summary>
    public static string Text(string code) => code switch
    {
        "moneyMayLeave" => "a key could send money out",
        "newDestination" => "money could go to a new place",
        "newSource" => "a key could be used from a new place",
        "newCredential" => "something new would sign for a key",
        "protectionLowered" => "a protection would become weaker",
        "sayTakenAway" => "somebody who can stop it would lose that say",
        "askedAgainAfterVeto" => "this was stopped within the last week and is asked again",
        "inCall" => "the owner was on a call",
        "screenShared" => "the owner's screen was shared",
        "remoteControl" => "the owner's device was controlled from elsewhere",
        "simSwap" => "the owner's phone number moved to another card",
        "newDevice" => "a new device was used",
        "newNetwork" => "a new network was used",
        _ => $"the platform reported `{code}`",
    };

    private static bool WasVetoed(OwnerState state, string account, Edit edit, Instant at)
    {
        var thing = Thing.Of(account, edit);
        return Array.Exists(state.Vetoes, v => v.At + Policy.AskedAgain >= at
            && v.Thing.StartsWith(thing, StringComparison.Ordinal));
    }

    private static string? PatternOf(Edit edit) => edit switch
    {
        Edit.AddKey e => Array.Exists(e.Permissions, MovesMoney) ? "moneyMayLeave" : "newCredential",
        Edit.Grant e => MovesMoney(e.Permission) ? "moneyMayLeave" : null,
        Edit.AddDestination => "newDestination",
        Edit.AddSource or Edit.RemoveSource => "newSource",
        Edit.RotateKey or Edit.ResumeKey => "newCredential",
        Edit.RemoveGuardian or Edit.RemoveChannel or Edit.RemoveFactor or Edit.ResetFactors or Edit.Recover => "sayTakenAway",
        Edit.SetLimit or Edit.RemoveLimit or Edit.SetAllowance or Edit.SetChallenge or Edit.SetSettling or Edit.SetHold
            or Edit.LiftFreeze or Edit.SetExpiry or Edit.SetAlerts => "protectionLowered",
        _ => null,
    };

    private static bool MovesMoney(string permission) => permission is not (Permissions.Read or Permissions.Trade);
}
