namespace Holdfast.AspNetCore;

/// <summary>How requests are asked about. Read once, when the application starts; what makes no sense ends the start.</summary>
public sealed class HoldfastOptions
{
    /// <summary>The most of a body that a Holdfast server looks at, in bytes.</summary>
    public const int MostBodyBytes = 65_536;

    /// <summary>
    /// Where the Holdfast server is, as `http://127.0.0.1:5080`. The address that this application calls it from has to be among the
    /// server's `--proxies`, and those of customers must not be.
    /// </summary>
    public Uri Address { get; set; } = new("http://127.0.0.1:5080");

    /// <summary>
    /// How long an answer may take, to connect included. A request without one by then is refused with 503 and not asked about again.
    /// More than zero, at most one minute; 2 seconds unless set.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The longest body that is taken, in bytes; a longer one is refused with 413 before anybody is asked. Each request that is being
    /// asked about holds so much memory at most. From 0 to <see cref="MostBodyBytes"/>, which is what it is unless set.
    /// </summary>
    public int MaxBodyBytes { get; set; } = MostBodyBytes;

    /// <summary>
    /// The paths that are guarded, each with all that is below it, whatever the case of its letters. All of them unless set.
    /// What is not below one of them goes on unasked and has no <see cref="HoldfastCaller"/>.
    /// </summary>
    public IList<string> Paths { get; } = ["/"];

    /// <summary>What is wrong with these options; null when nothing is.</summary>
    internal string? Mistake()
    {
        if (Address is not { IsAbsoluteUri: true, Scheme: "http" or "https", PathAndQuery: "/", UserInfo: "", Fragment: "" })
            return "the address of Holdfast is one like `http://127.0.0.1:5080`, without a path";
        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromMinutes(1)) return "the timeout is more than zero and at most a minute";
        if (MaxBodyBytes is < 0 or > MostBodyBytes) return $"a body has from 0 to {MostBodyBytes} bytes";
        if (Paths.Count == 0) return "no path is guarded; to guard none, leave the middleware out";
        return Paths.FirstOrDefault(p => p is not ['/', ..]) is { } path ? $"`{path}` is no path: it begins with a slash" : null;
    }
}
