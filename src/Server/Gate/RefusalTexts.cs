using Holdfast.Domain.Withdrawals;

namespace Holdfast.Server.Gate;

/// <summary>What the codes of the gate say to the owner of a key.</summary>
internal static class RefusalTexts
{
    private static readonly Dictionary<string, string> Reasoned = Reasons.All.ToDictionary(r => r.Code(), r => r.Text(), StringComparer.Ordinal);

    private static readonly Dictionary<string, string> Own = new(StringComparer.Ordinal)
    {
        ["signatureWrong"] = "the signature is not that of the key's secret, or what was signed was changed on its way",
        ["credentialRotated"] = "it was signed with a secret that the key had before",
        ["keyRemoved"] = "the key was removed",
        ["replayed"] = "the same request came before",
        ["signedTooEarly"] = "it was signed before the gate was started",
        ["tooManyRequests"] = "there were too many requests at once to remember them all",
        ["notReady"] = "the gate was just started, or its clock was set",
        ["timeStale"] = "it was signed too long ago, or the clock of the client is late",
        ["timeAhead"] = "it was signed in the future: the clock of the client is ahead",
        ["timeMissing"] = "it does not say when it was signed",
        ["windowTooLong"] = "it asks for a longer window than a minute",
        ["orderUnreadable"] = "it is an order that can't be read: a part is missing, or it is of a kind that is not known here",
        ["orderDenied"] = "the order could lose more than may be lost; the decision says why",
        ["withdrawalUnreadable"] = "it is a withdrawal that can't be read: a part is missing, or there twice",
        ["withdrawalRefused"] = "it is a withdrawal with a mistake in it",
        ["withdrawalDenied"] = "the withdrawal was denied; the decision says why",
        ["withdrawalHeld"] = "the withdrawal waits; the decision says until when",
        ["withdrawalChallenged"] = "the withdrawal must be confirmed by the owner",
    };

    public static string Of(string code) => Own.TryGetValue(code, out var text) || Reasoned.TryGetValue(code, out text) ? text : "the request can't be read";
}
