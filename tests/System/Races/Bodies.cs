namespace Holdfast.System.Tests.Races;

/// <summary>Requests as a platform sends them.</summary>
internal static class Bodies
{
    public const string Addresses = "INTERNAL";

    public static string Account(string id, string? owner = null, string edits = "") =>
        $$"""{"id":"{{id}}","email":"{{id}}@example.com"{{(owner is null ? "" : $",\"owner\":\"{owner}\"")}}{{(edits.Length == 0 ? "" : $",\"edits\":[{edits}]")}}}""";

    public static string By(string owner, string session = "s1") =>
        $$"""{"by":{"kind":"owner","id":"{{owner}}","session":"{{session}}"} }""";

    public static string Change(string owner, string edit) =>
        $$"""{"by":{"kind":"owner","id":"{{owner}}","session":"s1"},"edits":[{{edit}}]}""";

    public static string Approval(string owner, string digest, string session, string? code) =>
        $$"""{"factor":"{{(code is null ? "platform" : "totp")}}","digest":"{{digest}}"{{(code is null ? "" : $",\"code\":\"{code}\"")}},"by":{"kind":"owner","id":"{{owner}}","session":"{{session}}"} }""";

    public static string ApprovalWith(string factor, string owner, string digest, string session, string code) =>
        $$"""{"factor":"{{factor}}","digest":"{{digest}}","code":"{{code}}","by":{"kind":"owner","id":"{{owner}}","session":"{{session}}"} }""";

    public static string Freeze(string owner) =>
        $$"""{"by":{"kind":"owner","id":"{{owner}}","session":"s1"},"reason":"a call"}""";

    /// <summary>By a session, so that only allowance, limits and destination are asked; a member of <paramref name="more"/> begins with a comma.</summary>
    public static string Withdrawal(string id, string amount, string more = "", string address = "elsewhere") =>
        $$"""{"withdrawal":"{{id}}","asset":"USDT","network":"INTERNAL","amount":"{{amount}}","address":"{{address}}","via":{"session":"s1","ip":"203.0.113.7","device":"d1","factorAt":"2190-01-01T00:00:00Z"}{{more}}}""";

    public static string WithdrawalByKey(string id, string amount, string key) =>
        $$"""{"withdrawal":"{{id}}","asset":"USDT","network":"INTERNAL","amount":"{{amount}}","address":"elsewhere","via":{"key":"{{key}}","ip":"203.0.113.7"} }""";

    public static string AddDestination(string address) =>
        $$"""{"op":"addDestination","asset":"USDT","network":"INTERNAL","address":"{{address}}","tag":null,"label":"box"}""";

    public static string AddKey(string key, string permissions = "\"read\"") =>
        $$"""{"op":"addKey","key":"{{key}}","label":"bot","permissions":[{{permissions}}],"sources":[],"expiresAt":null,"credential":null}""";

    public static string Grant(string key, string permission) => $$"""{"op":"grant","key":"{{key}}","permission":"{{permission}}"}""";

    public static string RemoveKey(string key) => $$"""{"op":"removeKey","key":"{{key}}"}""";

    public static string AddTotp(string factor) => $$"""{"op":"addFactor","factor":"{{factor}}","kind":"totp","label":"phone"}""";

    public static string AddSheet(string factor) => $$"""{"op":"addFactor","factor":"{{factor}}","kind":"recovery","label":"paper"}""";

    public static string SetLimit(string amount) => $$"""{"op":"setLimit","asset":"USDT","period":"PT24H","amount":"{{amount}}"}""";
}
