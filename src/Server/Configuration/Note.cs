using Holdfast.Domain.Policies;
using Holdfast.Server.Hosting;

namespace Holdfast.Server.Configuration;

/// <summary>Something that a start with nothing given leaves open: allowed, and said by `/readyz` and `holdfast doctor`.</summary>
/// <param name="Code">Stable, for machines.</param>
internal sealed record Note(string Code, string Text)
{
    /// <param name="tokens">The first tokens that still lie in the data folder.</param>
    public static IEnumerable<Note> Of(ServerOptions options, Policy policy, IReadOnlyList<string> tokens)
    {
        if (options.Sandbox) yield return new("sandbox", "a sandbox protects nothing: its clock can be moved by any token");
        else if (!Tells(options, policy))
            yield return new("channelsNone", "no channel is configured, so nobody can be told and no hold will start");
        if (options.PublicUrl is null)
            yield return new("publicUrlDefault", $"links in letters lead to {options.PublicRoot}, which people elsewhere can't open: give --public-url");
        if (tokens.Count > 0)
            yield return new("firstTokensOnDisk", $"first tokens still lie in the data folder: take away {string.Join(", ", tokens.Select(t => $"`{t}`"))}");
    }

    /// <summary>Whether there is anything that could take an announcement.</summary>
    public static bool Tells(ServerOptions options, Policy policy) => options.Sandbox || options.Smtp is not null || policy.PlatformTells;
}
