using System.CommandLine;
using Holdfast.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace Holdfast.Cli;

/// <summary>The options of `holdfast serve`, and of `holdfast doctor`, which looks at what they would do.</summary>
internal static class ServeOptions
{
    private static readonly Option<string> Data = new("--data")
    {
        Description = "the data folder",
        DefaultValueFactory = _ => "holdfast-data",
    };

    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "where to listen",
        DefaultValueFactory = _ => "http://127.0.0.1:5080",
    };

    private static readonly Option<string?> Policy = new("--policy") { Description = "a file that proposes a policy" };

    private static readonly Option<string?> Checkpoint = new("--checkpoint")
    {
        Description = "a file with a checkpoint that you kept: a log that lacks it allows nothing until two staff members accept that",
    };

    private static readonly Option<string?> PublicUrl = new("--public-url")
    {
        Description = "where people reach this server, for links in letters",
    };

    private static readonly Option<bool> BehindProxy = new("--behind-proxy")
    {
        Description = "listen on other addresses than loopback, because nothing but a proxy that ends TLS can reach them",
    };

    private static readonly Option<bool> Sandbox = new("--sandbox")
    {
        Description = "a test clock and sandbox permits, on loopback only",
    };

    private static readonly Option<string?> Otlp = new("--otlp")
    {
        Description = "send traces, metrics and logs to an OpenTelemetry collector, e.g. http://127.0.0.1:4318",
    };

    private static readonly Option<LogLevel> LogLevels = new("--log-level")
    {
        Description = "the least that a log line must weigh",
        DefaultValueFactory = _ => LogLevel.Warning,
    };

    private static readonly Option<string?> Smtp = new("--smtp")
    {
        Description = "the mail server that letters are handed to: smtp://user@host:587 or smtps://user@host",
    };

    private static readonly Option<string?> SmtpPasswordFile = new("--smtp-password-file")
    {
        Description = "a file with the password of its user (or HOLDFAST_SMTP_PASSWORD)",
    };

    private static readonly Option<string?> SmtpAuthority = new("--smtp-ca")
    {
        Description = "a PEM file that its certificate is checked against instead of the machine's",
    };

    private static readonly Option<string?> MailFrom = new("--mail-from") { Description = "who letters come from" };

    private static readonly Option<string?> Gate = new("--gate")
    {
        Description = "presets of what needs which permission at the gate, separated by commas: binance, bitget, bybit, coinbase, kraken, kucoin, okx",
    };

    private static readonly Option<string?> GateMap = new("--gate-map")
    {
        Description = "a file with lines of one's own: METHOD /path/* permission",
    };

    private static readonly Option<string?> Proxies = new("--proxies")
    {
        Description = "networks of the proxies whose word about a client's address counts, separated by commas; loopback without it",
    };

    private static readonly Option<string?> PasskeyOrigins = new("--passkey-origins")
    {
        Description = "the origins whose pages may ask for passkeys, separated by commas; that of --public-url if nothing is given",
    };

    private static readonly Option<string?> PasskeyDomain = new("--passkey-domain")
    {
        Description = "the domain that passkeys are made for; the host of the first origin if nothing is given",
    };

    private static readonly Option<string?> Networks = new("--networks")
    {
        Description = "lists of networks that hide who calls, as kind=FILE separated by commas, such as vpn=vpn.txt,tor=exits.txt",
    };

    private static readonly Option<string?> StaffEmail = new("--staff-email")
    {
        Description = "where staff are told that nobody could be told of a change",
    };

    private static readonly Option<string?> Webhook = new("--webhook")
    {
        Description = "the platform's own webhook, for all announcements",
    };

    public static IReadOnlyList<Option> All { get; } =
    [
        Data, Urls, Policy, Checkpoint, PublicUrl, BehindProxy, Sandbox, Smtp, SmtpPasswordFile, SmtpAuthority,
        MailFrom, StaffEmail, Webhook, Gate, GateMap, Proxies, Networks, PasskeyOrigins, PasskeyDomain, Otlp, LogLevels,
    ];

    public static ServerOptions Read(ParseResult parse) => new ServerOptions
    {
        Data = parse.GetValue(Data)!,
        Urls = parse.GetValue(Urls)!,
        Policy = parse.GetValue(Policy),
        Checkpoint = parse.GetValue(Checkpoint),
        PublicUrl = parse.GetValue(PublicUrl),
        BehindProxy = parse.GetValue(BehindProxy),
        Otlp = parse.GetValue(Otlp),
        LogLevel = parse.GetValue(LogLevels),
        Sandbox = parse.GetValue(Sandbox),
        Smtp = parse.GetValue(Smtp),
        SmtpPasswordFile = parse.GetValue(SmtpPasswordFile),
        SmtpPassword = PasswordFrom(parse.GetValue(SmtpPasswordFile)),
        SmtpAuthority = parse.GetValue(SmtpAuthority),
        MailFrom = parse.GetValue(MailFrom),
        StaffEmail = parse.GetValue(StaffEmail),
        Gate = parse.GetValue(Gate),
        GateMap = parse.GetValue(GateMap),
        Networks = parse.GetValue(Networks),
        PasskeyOrigins = parse.GetValue(PasskeyOrigins),
        PasskeyDomain = parse.GetValue(PasskeyDomain),
        Proxies = parse.GetValue(Proxies) ?? new ServerOptions().Proxies,
        Webhook = parse.GetValue(Webhook),
        PlatformToken = Environment.GetEnvironmentVariable("HOLDFAST_PLATFORM_TOKEN"),
        IsTerminal = !Console.IsOutputRedirected,
    };

    private static string? PasswordFrom(string? file) => file is null
        ? Environment.GetEnvironmentVariable("HOLDFAST_SMTP_PASSWORD")
        : File.Exists(file) ? File.ReadLines(file).FirstOrDefault() : null;
}
