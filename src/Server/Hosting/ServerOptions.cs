using Holdfast.Server.Channels.Email;
using Holdfast.Server.Configuration;
using Holdfast.Server.Gate;
using Holdfast.Server.Passkeys;
using Holdfast.Server.Witnessing;

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

    /// <summary>A file with a checkpoint that was kept elsewhere: a log that does not have it was set back. Null for none.</summary>
    public string? Checkpoint { get; init; }

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

    /// <summary>The mail server: `smtp://[user@]host[:port]` (STARTTLS, but on loopback) or `smtps://…`; null: there is none.</summary>
    public string? Smtp { get; init; }

    /// <summary>The password of the mail server's user.</summary>
    public string? SmtpPassword { get; init; }

    /// <summary>The file that it came from; null: from elsewhere.</summary>
    public string? SmtpPasswordFile { get; init; }

    /// <summary>A file with the certificates that the mail server's own is checked against; null: those of the machine.</summary>
    public string? SmtpAuthority { get; init; }

    /// <summary>Who letters come from; null: `holdfast@` and the host of <see cref="PublicUrl"/>.</summary>
    public string? MailFrom { get; init; }

    /// <summary>Where staff are told that nobody could be told of a change; null: nowhere but in the feed.</summary>
    public string? StaffEmail { get; init; }

    /// <summary>The platform's own webhook for all announcements; null: it reads the feed.</summary>
    public string? Webhook { get; init; }

    /// <summary>Presets of the permission map at the gate, separated by `,`; null: none.</summary>
    public string? Gate { get; init; }

    /// <summary>A file with lines of a permission map of one's own; null: none.</summary>
    public string? GateMap { get; init; }

    /// <summary>The networks of the proxies whose word about a client's address counts, separated by `,`.</summary>
    public string Proxies { get; init; } = TrustedProxies.Default;

    /// <summary>Lists of networks that hide who calls, as `kind=file`, separated by `,`; null: none.</summary>
    public string? Networks { get; init; }

    /// <summary>The origins whose pages may ask for passkeys, separated by `,`; null: that of <see cref="PublicUrl"/>.</summary>
    public string? PasskeyOrigins { get; init; }

    /// <summary>The domain that passkeys are made for; null: the host of the first origin.</summary>
    public string? PasskeyDomain { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether nothing but a proxy that ends TLS can reach the addresses that are not loopback.</summary>
    public bool BehindProxy { get; init; }

    /// <summary>What is wrong, each in one line; the policy's text and the ports apart.</summary>
    public IReadOnlyList<string> Mistakes() =>
        [.. FolderSafety.Mistakes(this), .. Addresses.Mistakes(this), .. GivenToken.Mistakes(this), .. Mail.Mistakes(this), .. Witness.Mistakes(this), .. GateSettings.Mistakes(this),
            .. PasskeySettings.Mistakes(this)];

    internal Uri? OtlpTo => Otlp is null ? null : new Uri(Otlp);

    /// <summary>Takes the log lines in place of the console.</summary>
    internal ILoggerProvider? Logs { get; init; }

    /// <summary>Linux's table of mounts.</summary>
    internal string MountTable { get; init; } = Configuration.MountTable.OfThisProcess;

    /// <summary>Never what is secret in it.</summary>
    public override string ToString() => $"server options for {Data}";

    internal string Sender => MailFrom ?? $"holdfast@{(Uri.TryCreate(PublicRoot, UriKind.Absolute, out var uri)
        && uri.HostNameType == UriHostNameType.Dns ? uri.Host : "localhost")}";

    /// <summary>Null where no mail server was named.</summary>
    internal SmtpOptions? MailServer => Smtp is null ? null : SmtpOptions.Read(Smtp, SmtpPassword, SmtpAuthority, out _);

    internal string PublicRoot => (PublicUrl ?? Urls.Split(';')[0]).TrimEnd('/');
}
