namespace Holdfast.Fuzz.Http;

/// <summary>What a browser that is signed in to the console brings: its cookie, and what its own forms hold.</summary>
internal sealed record Pass(string Account, string Cookie, string Seal);

/// <summary>The tokens of a server that is being fuzzed.</summary>
internal sealed record Badges(string Platform, string Staff1, string Staff2);

/// <summary>Chooses whose token a request shows: mostly one that passes the door.</summary>
internal sealed class Badge(Badges badges, Random random)
{
    public string? For(Route route, string? asStaff)
    {
        if (random.Next(40) == 0) return random.Next(4) switch { 0 => null, 1 => "Bearer x", 2 => "Basic eDp4", _ => "Bearer " + Any() };
        if (!route.NeedsToken) return random.Next(3) == 0 ? "Bearer " + badges.Platform : null;
        if (asStaff == "staff-2") return "Bearer " + badges.Staff2;
        var needsStaff = asStaff is not null || (route.Roles is { Length: > 0 } roles && !roles.Contains("decide") && !roles.Contains("feed"));
        return "Bearer " + (needsStaff ? random.Next(2) == 0 ? badges.Staff1 : badges.Staff2 : badges.Platform);
    }

    private string Any() => random.Next(3) switch { 0 => badges.Platform, 1 => badges.Staff1, _ => badges.Staff2 };
}
