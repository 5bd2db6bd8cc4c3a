namespace Holdfast.Server.Hosting;

/// <summary>What `holdfast serve` was told. All mistakes in it are named at once, and then nothing starts.</summary>
public sealed record ServerOptions
{
    /// <summary>The data folder; made with 0700 at the first start.</summary>
    public string Data { get; init; } = "holdfast-data";

    /// <summary>Where to listen: `http://` addresses, separated by `;`.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:5080";

    /// <summary>A file that proposes a policy; null: the policy in force stays.</summary>
    public string? Policy { get; init; }

    /// <summary>Where people reach this server from outside, for links in letters; null: the first of <see cref="Urls"/>.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>Test clock, sandbox permits, loopback only.</summary>
    public bool Sandbox { get; init; }

    /// <summary>Where spans, figures and log lines go over OTLP (http/protobuf); null: nowhere.</summary>
    public string? Otlp { get; init; }

    /// <summary>The least that Holdfast's own log lines must weigh; the framework's are warnings and worse.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Warning;

    /// <summary>The first platform token, from `HOLDFAST_PLATFORM_TOKEN`; null: one is made.</summary>
    public string? PlatformToken { get; init; }

    /// <summary>Whether tokens made at the first start may be shown rather than written to the data folder.</summary>
    public bool IsTerminal { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What is wrong, each in one line.</summary>
    public IReadOnlyList<string> Mistakes()
    {
        var mistakes = new List<string>();
        if (string.IsNullOrWhiteSpace(Data)) mistakes.Add("--data is empty");
        else if (File.Exists(Data)) mistakes.Add($"--data `{Data}` is a file");
        foreach (var url in Urls.Split(';'))
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/")
                mistakes.Add($"--urls `{url}` is no address like http://127.0.0.1:5080");
            else if (uri.Scheme == "https")
                mistakes.Add($"--urls `{url}` is https: TLS ends at the proxy in front, and here is http");
            else if (Sandbox && !uri.IsLoopback) mistakes.Add($"--urls `{url}` is not loopback, and a sandbox listens on loopback only");
        }
        if (Policy is not null && !File.Exists(Policy)) mistakes.Add($"--policy `{Policy}` does not exist");
        if (PublicUrl is not null && !IsPublicUrl(PublicUrl))
            mistakes.Add($"--public-url `{PublicUrl}` is no address like https://holdfast.example.com");
        if (PlatformToken is { Length: < 32 or > 256 } || PlatformToken?.AsSpan().ContainsAnyExceptInRange('!', '~') == true)
            mistakes.Add("HOLDFAST_PLATFORM_TOKEN needs 32 to 256 printable characters without blanks");
        return mistakes;
    }

    internal Uri? OtlpTo => Otlp is null ? null : new Uri(Otlp);

    /// <summary>Takes the log lines in place of the console.</summary>
    internal ILoggerProvider? Logs { get; init; }

    internal string PublicRoot => (PublicUrl ?? Urls.Split(';')[0]).TrimEnd('/');

    private static bool IsPublicUrl(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && uri is { Query: "", Fragment: "", UserInfo: "" };
}
