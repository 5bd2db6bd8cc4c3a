using Holdfast.Domain.Time;

namespace Holdfast.Domain.Changes;

/// <summary>
/// The spelling of what an edit is about. Two edits of one thing have one spelling, and all of a key begins with the
/// key's, so a reducing edit finds what waits for the same thing.
/// </summary>
public static class Thing
{
    public const string Recovery = "recovery", Allowance = "allowance", Challenge = "challenge", Settling = "settling";

    public static string Key(string account, string key) => $"key/{account}/{key}/";

    public static string Alerts(string channel) => "alerts/" + channel;

    public static string Of(string account, Edit edit) => edit switch
    {
        Edit.AddKey e => Key(account, e.Key),
        Edit.RemoveKey e => Key(account, e.Key),
        Edit.OpenKey e => Key(account, e.Key) + "open",
        Edit.SuspendKey e => Key(account, e.Key) + "resume",
        Edit.ResumeKey e => Key(account, e.Key) + "resume",
        Edit.RotateKey e => Key(account, e.Key) + "credential",
        Edit.RemoveCredential e => Key(account, e.Key) + "credential/" + e.Credential,
        Edit.OpenCredential e => Key(account, e.Key) + "credential/" + e.CredentialId,
        Edit.FullCredential e => Key(account, e.Key) + "credential/" + e.CredentialId,
        Edit.Grant e => Key(account, e.Key) + "permission/" + e.Permission,
        Edit.Revoke e => Key(account, e.Key) + "permission/" + e.Permission,
        Edit.AddSource e => Key(account, e.Key) + "source/" + e.Source,
        Edit.RemoveSource e => Key(account, e.Key) + "source/" + e.Source,
        Edit.SetExpiry e => Key(account, e.Key) + "expiry",
        Edit.AddDestination e => Destination(account, e.Asset, e.Network, e.Address, e.Tag),
        Edit.RemoveDestination e => Destination(account, e.Asset, e.Network, e.Address, e.Tag),
        Edit.SetLimit e => Limit(e.Asset, e.Currency, e.Period),
        Edit.RemoveLimit e => Limit(e.Asset, e.Currency, e.Period),
        Edit.SetAllowance => Allowance,
        Edit.SetChallenge => Challenge,
        Edit.SetSettling => Settling,
        Edit.SetHold e => "hold/" + Policies.Elements.Name(e.Element),
        Edit.AddFactor e => "factor/" + e.Factor,
        Edit.RemoveFactor e => "factor/" + e.Factor,
        Edit.AddGuardian e => "guardian/" + e.Guardian,
        Edit.RemoveGuardian e => "guardian/" + e.Guardian,
        Edit.FullGuardian e => "guardian/" + e.Guardian,
        Edit.AddChannel e => "channel/" + e.Channel,
        Edit.RemoveChannel e => "channel/" + e.Channel,
        Edit.FullChannel e => "channel/" + e.Channel,
        Edit.SetAlerts e => Alerts(e.Channel),
        Edit.ResetFactors => Recovery,
        Edit.Recover => Recovery,
        Edit.LiftFreeze e => "freeze/" + (e.Freeze ?? "*"),
        Edit.Join => "join/" + account,
        _ => throw new InvalidOperationException($"no thing for {edit.GetType().Name}"),
    };

    /// <summary>What counts as asking for it again after a veto: each rotation has a credential of its own, the key is the same.</summary>
    public static string Again(string thing)
    {
        var credential = thing.IndexOf("/credential/", StringComparison.Ordinal);
        return thing.StartsWith("key/", StringComparison.Ordinal) && credential >= 0
            ? thing[..(credential + "/credential".Length)]
            : thing;
    }

    private static string Destination(string account, string asset, string network, string address, string? tag) =>
        $"destination/{account}/{asset}/{network}/{tag}/{address}";

    private static string Limit(string? asset, string? currency, TimeSpan period) =>
        $"limit/{(asset is null ? "currency" : "asset")}/{asset ?? currency}/{Spans.Format(period)}";
}
