namespace Holdfast.AspNetCore;

/// <summary>What came of asking.</summary>
/// <param name="Status">What the client is told where there is no caller.</param>
/// <param name="Caller">Null where the request must not go on.</param>
/// <param name="Failure">Why there was no answer, for the platform's log; null where there was one.</param>
internal readonly record struct Verdict(int Status, HoldfastCaller? Caller = null, string? Failure = null)
{
    private const string Account = "X-Holdfast-Account", Key = "X-Holdfast-Key", Permission = "X-Holdfast-Permission",
        Withdrawal = "X-Holdfast-Withdrawal", Redirect = "X-Accel-Redirect";

    public static Verdict Unasked(string why) => new(503, Failure: why);

    public static Verdict Of(HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        if (status is 401 or 403) return new Verdict(status);
        if (status != 200) return Unasked($"it answered {status}");
        // a 200 by whoever answers at that address is no consent
        if (One(answer, Redirect) != Question.Onward || One(answer, Account) is not { } account || One(answer, Key) is not { } key
            || One(answer, Permission) is not { } permission || answer.Headers.Contains(Withdrawal) != One(answer, Withdrawal) is not null)
            return Unasked("what answered is not Holdfast");
        return new Verdict(200, new HoldfastCaller(account, key, permission, One(answer, Withdrawal)));
    }

    private static string? One(HttpResponseMessage answer, string name) =>
        answer.Headers.NonValidated.TryGetValues(name, out var values) && values.Count == 1 && values.ToString() is { Length: > 0 } value ? value : null;
}
