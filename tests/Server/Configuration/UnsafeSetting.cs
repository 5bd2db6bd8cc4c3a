using System.Security.Cryptography;
using Holdfast.Server.Hosting;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Server.Tests.Configuration;

/// <summary>One unsafe setting: how it is planted, and what the refusal must say of it.</summary>
public sealed record UnsafeSetting(string Name, Func<ServerOptions, ServerOptions> Plant, string Says)
{
    private const string Nfs = "31 1 0:50 / / rw,relatime - ext4 /dev/sda1 rw\n40 31 0:60 / /tmp rw - nfs4 nas:/x rw\n41 31 0:61 / /dev/shm rw - nfs4 nas:/y rw\n";

    private const string Memory = "31 1 0:50 / / rw,relatime shared:1 - tmpfs tmpfs rw\n";

    /// <summary>All of them; each is given a data folder in which a production server ran once.</summary>
    public static readonly UnsafeSetting[] All =
    [
        Given("listening on every address", o => o with { Urls = "http://0.0.0.0:0" }, "is not loopback"),
        Given("listening on a name", o => o with { Urls = "http://holdfast.internal:0" }, "is not loopback"),
        Given("listening with a password in the address", o => o with { Urls = "http://user:hunter2@127.0.0.1:0" }, "--urls `…@127.0.0.1:0`"),
        Given("TLS that it doesn't speak", o => o with { Urls = "https://127.0.0.1:0" }, "TLS ends at the proxy"),
        Given("a proxy without an address for people", o => o with { Urls = "http://0.0.0.0:0", BehindProxy = true }, "--behind-proxy needs --public-url"),
        Given("a public address in plain", o => o with { PublicUrl = "http://holdfast.example.com" }, "is http"),
        Given("a public address with a password", o => o with { PublicUrl = "https://user:hunter2@holdfast.example.com" }, "holds a name or a password"),
        Given("a public address with a query", o => o with { PublicUrl = "https://holdfast.example.com/?a=b" }, "has a query or a fragment"),
        Given("a public address with a fragment", o => o with { PublicUrl = "https://holdfast.example.com/#a" }, "has a query or a fragment"),
        Given("a public address with a path", o => o with { PublicUrl = "https://example.com/holdfast" }, "has a path"),
        Given("a public address of nobody", o => o with { PublicUrl = "https://0.0.0.0" }, "every address of this machine"),
        Given("a public address that is none", o => o with { PublicUrl = "holdfast.example.com" }, "is no address like https://"),
        Given("telemetry in plain", o => o with { Otlp = "http://collector.example.com:4318" }, "--otlp `http://collector.example.com:4318` is http"),
        Given("telemetry with a password", o => o with { Otlp = "https://user:hunter2@collector.example.com" }, "--otlp `…@collector.example.com` is no address"),
        Given("a mail server's password in its address", o => o with { Smtp = "smtp://user:hunter2@mail.example.com" }, "--smtp holds a password"),
        Given("a mail server's user without a password", o => o with { Smtp = "smtps://user@mail.example.com" }, "--smtp names a user"),
        Given("a mail server that is none", o => o with { Smtp = "https://mail.example.com" }, "is no address like smtp://"),
        Given("a password for no mail server", o => o with { SmtpPassword = "hunter2" }, "--smtp is missing"),
        Given("a password that others may read", o => o with { Smtp = "smtps://user@mail.example.com", SmtpPassword = "hunter2", SmtpPasswordFile = Open(Write(o, "p", "hunter2"), "644") }, "is open to others: chmod 600"),
        Given("a webhook of the platform in plain", o => o with { Webhook = "http://exchange.example.com/holdfast" }, "--webhook is no address like https://"),
        Given("a webhook of the platform with a password", o => o with { Webhook = "https://user:hunter2@exchange.example.com/" }, "--webhook is no address like https://"),
        Given("a short token", o => o with { PlatformToken = "sJ2k9" }, "needs 32 to 256"),
        Given("a token that repeats itself", o => o with { PlatformToken = new string('z', 40) }, "repeats itself"),
        Given("a token of an example", o => o with { PlatformToken = "changeme-4mYq0cJ8kZr2Vw6TtXbN1sHgLpQeUaDf" }, "holds a word of an example"),
        Given("a staff member's token as the platform's", o => o with { PlatformToken = File.ReadAllText(Path.Combine(o.Data, "staff-2")).Trim() }, "is the token in `staff-2`"),
        Given("proxies that are everybody", o => o with { Proxies = "0.0.0.0/0" }, "so wide that anybody is in it"),
        Given("proxies that are nobody", o => o with { Proxies = "" }, "--proxies names no network"),
        Given("a preset of no exchange", o => o with { Gate = "binance,mtgox" }, "there is no preset `mtgox`"),
        Given("a map of permissions that is not there", o => o with { GateMap = Path.Combine(o.Data, "none.txt") }, "--gate-map"),
        Given("a map of permissions with a mistake", o => o with { GateMap = Write(o, "map.txt", "GET /a read\nPOST /w withdraw withdrawal asset=a") }, "line 2: `network=` is missing"),
        Given("a map of permissions that anybody may write", o => o with { GateMap = Open(Write(o, "map2.txt", "GET /a read"), "666") }, "may be written by anybody"),
        Given("passkeys of a page in plain", o => o with { PasskeyOrigins = "http://console.example.com" }, "is no origin like https://"),
        Given("passkeys of a page and not of an origin", o => o with { PasskeyOrigins = "https://console.example.com/sign-in" }, "is no origin like https://"),
        Given("passkeys for an address", o => o with { PasskeyOrigins = "https://192.0.2.1" }, "is no origin like https://"),
        Given("passkeys of another's domain", o => o with { PasskeyOrigins = "https://console.example.com", PasskeyDomain = "example.org" }, "is not the host of"),
        Given("passkeys of a whole top-level domain", o => o with { PasskeyOrigins = "https://console.example", PasskeyDomain = "example" }, "has no dot"),
        Given("a list of networks without its kind", o => o with { Networks = "vpn.txt" }, "is not a kind, `=` and a file"),
        Given("a list of networks that is not there", o => o with { Networks = "vpn=" + Path.Combine(o.Data, "none.txt") }, "can't be read"),
        Given("a list of networks with a mistake", o => o with { Networks = "vpn=" + Write(o, "vpn.txt", "10.0.0.0/8\n10.0.0.1/8") }, "line 2: `10.0.0.1/8`"),
        Policy("a hold below the floor", """{"holds":{"withdraw":"PT1H"}}""", "/holds/withdraw"),
        Policy("no settling time", """{"settling":"PT0S"}""", "/settling"),
        Policy("an allowance beyond numbers", """{"allowance":{"amount":"99999999999999999999999999999999999","currency":"USDT"}}""", "/allowance"),
        Policy("a policy with unknown words", """{"holdz":{}}""", "/holdz"),
        Policy("a policy that isn't one", "[", "--policy"),
        Given("no policy where one was named", o => o with { Policy = Path.Combine(o.Data, "none.json") }, "does not exist"),
        Given("a policy that anybody may write", o => o with { Policy = Open(Write(o, "p.json", "{}"), "666") }, "may be written by anybody"),
        Given("a key as the policy", o => o with { Policy = Path.Combine(o.Data, "keys", "kek") }, "is one of the data's own files"),
        Given("a folder that others may read", o => Mode(o, "", "755"), "is open to others: chmod 700"),
        Given("a folder of keys that others may list", o => Mode(o, "keys", "750"), "keys` is open to others: chmod 700"),
        Given("letters that others may read", o => Mode(o, "outbox", "755"), "outbox` is open to others"),
        Given("a log that others may read", o => Mode(o, "log.db", "644"), "log.db` is open to others: chmod 600"),
        Given("a key that others may read", o => Mode(o, "keys/kek", "640"), "kek` is open to others: chmod 600"),
        Given("a first token that others may read", o => Mode(o, "staff-1", "604"), "staff-1` is open to others: chmod 600"),
        Given("a key that is too short", o => Key(o, "kek", new byte[16]), "kek` does not hold a key of 32 bytes"),
        Given("a key of zeros", o => Key(o, "secrets", new byte[32]), "secrets` holds a key that anybody could guess"),
        Given("one key for two things", o => Key(o, "links", File.ReadAllBytes(Path.Combine(o.Data, "keys", "secrets"))), "holds the same key as"),
        Given("a signing key of a weak curve", o => Key(o, "permit.pem", Pem(ECCurve.NamedCurves.brainpoolP160r1)), "another curve than P-256"),
        Given("a signing key that is none", o => Key(o, "checkpoint.pem", "nothing"u8.ToArray()), "holds no private key"),
        Given("a disk of the network", o => o with { MountTable = Write(o, "mounts", Nfs) }, "network file system (nfs4)"),
        Given("a disk in memory", o => o with { MountTable = Write(o, "mounts", Memory) }, "in memory (tmpfs)"),
        Given("the root of the disk", o => o with { Data = "/" }, "is the root of a disk"),
        Given("a file as the folder", o => o with { Data = Write(o, "file", "") }, "is a file"),
        Given("data that another process has open", o => Opened(o), "is in use by another process"),
        Given("production data as a sandbox", o => o with { Sandbox = true }, "other mode"),
    ];

    public override string ToString() => Name;

    private static UnsafeSetting Given(string name, Func<ServerOptions, ServerOptions> plant, string says) => new(name, plant, says);

    private static UnsafeSetting Policy(string name, string text, string says) =>
        new(name, o => o with { Policy = Write(o, "p.json", text) }, says);

    private static string Write(ServerOptions o, string name, string text)
    {
        var path = Path.Combine(o.Data, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Open(string path, string mode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
        return path;
    }

    private static ServerOptions Mode(ServerOptions o, string name, string mode)
    {
        Open(Path.Combine(o.Data, name), mode);
        return o;
    }

    private static ServerOptions Key(ServerOptions o, string name, byte[] key)
    {
        File.WriteAllBytes(Path.Combine(o.Data, "keys", name), key);
        return o;
    }

    private static byte[] Pem(ECCurve curve)
    {
        using var key = ECDsa.Create(curve);
        return System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem());
    }

    private static ServerOptions Opened(ServerOptions o)
    {
        UnsafeSettings.Held.Add(SqliteLog.Open(o.Data));
        return o;
    }
}
