using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Domain.Withdrawals;

/// <summary>The stable codes of reasons and what they say to a person.</summary>
public static class Reasons
{
    public static readonly Reason[] All = Enum.GetValues<Reason>();

    private static readonly string[] Codes =
        [.. All.Select(r => { var n = r.ToString(); return char.ToLowerInvariant(n[0]) + n[1..]; })];

    public static string Code(this Reason reason) => Codes[(int)reason];

    public static Reason Parse(string? code)
    {
        var index = Array.IndexOf(Codes, code);
        return index >= 0 ? All[index] : throw new JsonException("not a reason");
    }

    public static string Text(this Reason reason) => reason switch
    {
        Reason.AllAged => "everything it needs has been in force long enough",
        Reason.WithinAllowance => "it is within the allowance for new or unknown parts",
        Reason.WithinEnvelope => "it is within a sum that was approved in advance",
        Reason.Approved => "it was approved with a factor that has been in force long enough",
        Reason.OwnAccount => "it stays with the same owner",
        Reason.Frozen => "the account is frozen",
        Reason.LimitExceeded => "it would exceed a limit",
        Reason.LimitNeedsValue => "a limit in a quote currency needs the value, and none was given",
        Reason.KeyUnknown => "there is no such key",
        Reason.KeySuspended => "the key is suspended",
        Reason.KeyExpired => "the key has expired",
        Reason.CredentialUnknown => "the key has no such credential",
        Reason.CredentialHeld => "the credential is new and still waits",
        Reason.CredentialEnded => "the credential has ended or was stopped",
        Reason.PermissionMissing => "the key doesn't have the permission",
        Reason.PermissionHeld => "the permission is new and still waits",
        Reason.SourceMissing => "the key may not be used from this address",
        Reason.SourceHeld => "the source is new and still waits",
        Reason.DestinationUnknown => "the destination is not on the list",
        Reason.DestinationHeld => "the destination is new and still waits",
        Reason.DestinationYoung => "the destination came into force only lately",
        Reason.AccountNotJoined => "the account has not joined yet",
        Reason.PermissionYoung => "the permission came into force only lately",
        Reason.CredentialYoung => "the credential came into force only lately",
        Reason.SourceYoung => "the source came into force only lately",
        Reason.ExpiryYoung => "the key's expiry was moved only lately",
        Reason.LimitYoung => "the limit was raised only lately",
        Reason.AllowanceExceeded => "it is above what may go to new or unknown parts in 48 hours",
        Reason.ValueUnknown => "its value is not known, so it counts as above the allowance",
        Reason.RecoveryWaits => "the account is being recovered, and the destination has not been in force long enough",
        Reason.OwnChallenge => "the owner wants every withdrawal of this size confirmed",
        Reason.SessionFactorOld => "the session used a factor too long ago",
        Reason.EvidenceOnPath => "there is strong evidence against a part of its path",
        Reason.EvidenceOnOwner => "there are strong signs that the owner is being talked into something",
        Reason.NoAgedFactor => "no factor has been in force long enough to confirm it",
        Reason.GuardianNeeded => "a guardian must confirm it too",
        Reason.Cancelled => "it was cancelled",
        Reason.PricesUnchecked => "no prices are reported here, so orders are not checked",
        Reason.PriceMissing => "there is no price of this pair that is new enough",
        Reason.OrderWithinBand => "it can't be filled much worse than at the reported price",
        Reason.OrderBeyondBand => "it can be filled much worse than at the reported price",
        Reason.PairThin => "the pair is little traded and new to this owner, so all of the order counts",
        _ => throw new InvalidOperationException($"no text for {reason}"),
    };
}

internal sealed class ReasonJson : JsonConverter<Reason>
{
    public override Reason Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Reasons.Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, Reason value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Code());
}
