using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Holdfast.Domain.Keys;

namespace Holdfast.Server.Gate;

/// <summary>What a method and a path need.</summary>
/// <param name="Withdrawal">How a withdrawal is read out of the request; null where it is none.</param>
/// <param name="Order">How orders are read out of it; null where it places none.</param>
/// <param name="Number">Its place in the map.</param>
internal sealed record MappedRoute(string Permission, WithdrawalForm? Withdrawal, OrderForm? Order = null, int Number = 0)
{
    public bool IsRead => string.Equals(Permission, Permissions.Read, StringComparison.Ordinal);
}

/// <summary>
/// Which method and path needs which permission, as lines of text (the presets say how). What nobody mapped needs all permissions.
/// </summary>
internal sealed class PermissionMap
{
    public static readonly string[] Presets = ["binance", "bitget", "bybit", "coinbase", "kraken", "kucoin", "okx"];

    private const string Each = "each=";

    private readonly FrozenDictionary<byte[], MappedRoute> exact;
    private readonly FrozenDictionary<byte[], MappedRoute>.AlternateLookup<ReadOnlySpan<byte>> exactly;
    private readonly (byte[][] Parts, MappedRoute Route)[] patterns;

    private PermissionMap(IEnumerable<(string Method, string Path, MappedRoute Route)> lines)
    {
        var all = lines.ToArray();
        exact = all.Where(l => !l.Path.Contains('*', StringComparison.Ordinal))
            .ToFrozenDictionary(l => Encoding.ASCII.GetBytes($"{l.Method} {l.Path}"), l => l.Route, Ascii.Comparer);
        exactly = exact.GetAlternateLookup<ReadOnlySpan<byte>>();
        patterns = [.. all.Where(l => l.Path.Contains('*', StringComparison.Ordinal))
            .Select(l => ($"{l.Method} {l.Path}".Split('/').Select(Encoding.ASCII.GetBytes).ToArray(), l.Route))];
    }

    /// <param name="texts">Maps by their names, for mistakes; a line of a later one replaces that of an earlier.</param>
    public static PermissionMap? Read(IEnumerable<(string Name, string Text)> texts, List<string> mistakes)
    {
        var before = mistakes.Count;
        var lines = new Dictionary<(string, string), MappedRoute>();
        foreach (var (name, text) in texts)
        {
            var number = 0;
            (string Method, string Path)? last = null;
            foreach (var line in text.Split('\n'))
            {
                number++;
                var words = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                if (words.Length == 0) continue;
                MappedRoute? route;
                if (words[0] == "|")
                {
                    if (Mistake(words, last is { } at ? lines[at] : null, out route) is { } unfit) mistakes.Add($"{name}, line {number}: {unfit}");
                }
                else if (Mistake(words, out route) is { } mistake)
                {
                    mistakes.Add($"{name}, line {number}: {mistake}");
                    last = null;
                }
                else last = (words[0], words[1]);
                if (route is not null) lines[last!.Value] = route;
            }
        }
        return mistakes.Count > before ? null : new PermissionMap(lines.Select((l, i) => (l.Key.Item1, l.Key.Item2, l.Value with { Number = i })));
    }

    public static string Preset(string name)
    {
        using var stream = typeof(PermissionMap).Assembly.GetManifestResourceStream($"{typeof(PermissionMap).Namespace}.Presets.{name}.txt")
            ?? throw new ArgumentException($"there is no preset `{name}`", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Null where nobody mapped it. Allocates nothing.</summary>
    /// <param name="target">As it came: what is percent-encoded in a path is mapped by nothing.</param>
    public MappedRoute? Find(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target)
    {
        var end = target.IndexOf((byte)'?');
        var path = end < 0 ? target : target[..end];
        Span<byte> name = stackalloc byte[512];
        if (method.Length + 1 + path.Length > name.Length) return null;
        method.CopyTo(name);
        name[method.Length] = (byte)' ';
        path.CopyTo(name[(method.Length + 1)..]);
        name = name[..(method.Length + 1 + path.Length)];
        if (exactly.TryGetValue(name, out var route)) return route;
        foreach (var (parts, patterned) in patterns)
            if (Fits(parts, name)) return patterned;
        return null;
    }

    private static bool Fits(byte[][] parts, ReadOnlySpan<byte> name)
    {
        for (var i = 0; ; i++)
        {
            var slash = name.IndexOf((byte)'/');
            var part = slash < 0 ? name : name[..slash];
            var isAny = parts[i] is [(byte)'*'];
            if (isAny ? part.Length == 0 || part.Contains((byte)'%') : !part.SequenceEqual(parts[i])) return false;
            if (slash < 0) return i == parts.Length - 1;
            if (i == parts.Length - 1) return false;
            name = name[(slash + 1)..];
        }
    }

    private static string? Mistake(string[] words, out MappedRoute? route)
    {
        route = null;
        if (words.Length < 3) return "a line is a method, a path and a permission";
        if (!words[0].All(char.IsAsciiLetterUpper)) return $"`{words[0]}` is no method";
        if (words[1][0] != '/' || words[1].Contains('?', StringComparison.Ordinal) || words[1].Contains('%', StringComparison.Ordinal)
            || words[1].Split('/').Any(p => p.Contains('*', StringComparison.Ordinal) && p.Length > 1))
            return $"`{words[1]}` is no path; `*` stands for one whole part";
        if (!Permissions.IsWellFormed(words[2])) return $"`{words[2]}` is no permission";
        var mistake = default(string);
        if (words.Length == 3) route = new MappedRoute(words[2], null);
        else if (words[3] == "withdrawal")
            route = WithdrawalForm.Read(words[4..], out mistake) is { } form ? new MappedRoute(words[2], form) : null;
        else if (words[3] != "order") mistake = $"`{words[3]}` is not known; after the permission may stand `withdrawal` or `order`";
        else if (words[4..] is not ([] or [{ } _]) || (words.Length == 5 && !words[4].StartsWith(Each, StringComparison.Ordinal)))
            mistake = "after `order` may stand `each=` and the name of a list; the kinds of orders stand on lines of their own, behind `|`";
        else route = new MappedRoute(words[2], null, new OrderForm(words.Length == 5 ? words[4][Each.Length..] : null, []));
        return mistake;
    }

    /// <summary>A line behind `|` adds a kind of order to the route before it.</summary>
    private static string? Mistake(string[] words, MappedRoute? before, out MappedRoute? after)
    {
        after = null;
        if (before is not { Order: { } order }) return "a line behind `|` belongs to a line with `order`";
        if (OrderShape.Read(words.AsSpan(1), out var mistake) is { } shape)
            after = before with { Order = order with { Shapes = [.. order.Shapes, shape] } };
        return mistake;
    }

    private sealed class Ascii : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly Ascii Comparer = new();

        public bool Equals(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other);

        public int GetHashCode([DisallowNull] byte[] name) => GetHashCode(name.AsSpan());

        public byte[] Create(ReadOnlySpan<byte> name) => name.ToArray();

        public bool Equals(ReadOnlySpan<byte> one, byte[] other) => one.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> name)
        {
            var hash = default(HashCode);
            hash.AddBytes(name);
            return hash.ToHashCode();
        }
    }
}
