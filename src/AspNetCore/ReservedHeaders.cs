using Microsoft.AspNetCore.Http;

namespace Holdfast.AspNetCore;

/// <summary>
/// Names that only Holdfast and proxies may use. A client's are taken away, with underscores too: some servers and gateways read both
/// alike.
/// </summary>
internal static class ReservedHeaders
{
    private const string Prefix = "X-Holdfast-";

    public static void RemoveFrom(IHeaderDictionary headers)
    {
        List<string>? names = null;
        foreach (var (name, _) in headers)
            if (IsReserved(name)) (names ??= []).Add(name);
        if (names is null) return;
        foreach (var name in names) headers.Remove(name);
    }

    private static bool IsReserved(string name) =>
        name.Length >= Prefix.Length && name.Replace('_', '-').StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
}
