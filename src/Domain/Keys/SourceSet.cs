namespace Holdfast.Domain.Keys;

/// <summary>Which addresses a set of sources covers, and how old each of them is.</summary>
internal static class SourceSet
{
    /// <summary>
    /// Since when all of `source` may be used: the youngest of the oldest parts that cover it; null where the set in
    /// force does not cover it whole.
    /// </summary>
    public static long? Since(ApiKey key, Source source)
    {
        if (key.Sources.Length == 0) return key.UnboundSince;
        var single = OldestAround(key.Sources, source);
        if (single is not null) return single;
        return Covers(key.Sources, source, out var youngest) ? youngest : null;
    }

    /// <summary>Since when this address may be used; null where it may not.</summary>
    public static long? Since(ApiKey key, Ip ip)
    {
        if (key.Sources.Length == 0) return key.UnboundSince;
        long? oldest = null;
        foreach (var part in key.Sources)
            if (part.Source.Contains(ip) && (oldest is null || part.Since < oldest)) oldest = part.Since;
        return oldest;
    }

    private static long? OldestAround(SourcePart[] parts, Source source)
    {
        long? oldest = null;
        foreach (var part in parts)
            if (part.Source.Contains(source) && (oldest is null || part.Since < oldest)) oldest = part.Since;
        return oldest;
    }

    private static bool Covers(SourcePart[] parts, Source source, out long youngest)
    {
        youngest = long.MinValue;
        SourcePart[] sorted =
            [.. parts.Where(p => p.Source.Last >= source.First && p.Source.First <= source.Last).OrderBy(p => p.Source.First)];
        var next = source.First;
        foreach (var part in sorted)
        {
            if (part.Source.First > next) return false;
            youngest = Math.Max(youngest, part.Since);
            if (part.Source.Last >= source.Last) return true;
            if (part.Source.Last >= next) next = part.Source.Last + 1;
        }
        return false;
    }
}
