namespace Holdfast.Lab.Demonstration;

/// <summary>The edits that the play asks for, by the names of the API.</summary>
internal static class Edits
{
    public static object AddKey(string key, string label, string[] permissions, string source) => new
    {
        op = "addKey",
        key,
        label,
        permissions,
        sources = new[] { source },
        expiresAt = (string?)null,
        credential = (object?)null,
    };

    public static object Grant(string key, string permission) => new { op = "grant", key, permission };

    public static object AddSource(string key, string source) => new { op = "addSource", key, source };

    public static object AddDestination(Place to, string label) => new
    {
        op = "addDestination",
        asset = "USDT",
        network = to.Network,
        address = to.Address,
        tag = (string?)null,
        label,
    };

    /// <summary>The new secret is shown once, in the answer.</summary>
    public static object RotateKey(string key) =>
        new { op = "rotateKey", key, credential = new { kind = "shared", scheme = "binance" } };

    public static object SetHold(string element, string length) => new { op = "setHold", element, length };

    public static object SetLimit(string amount) => new { op = "setLimit", asset = "USDT", period = "PT24H", amount };

    public static object SetAllowance(string amount) => new { op = "setAllowance", amount };

    public static object AddGuardian(string guardian, string name, string email) =>
        new { op = "addGuardian", guardian, name, email };

    public static object RemoveGuardian(string guardian) => new { op = "removeGuardian", guardian };

    public static object AddTotp(string factor, string label) => new { op = "addFactor", factor, kind = "totp", label };

    public static object ResetFactors() => new { op = "resetFactors" };

    public static object LiftFreeze() => new { op = "liftFreeze" };
}
