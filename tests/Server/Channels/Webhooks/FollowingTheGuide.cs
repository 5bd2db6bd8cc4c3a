using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Holdfast.Server.Channels;
using Holdfast.Server.Channels.Webhooks;
using Holdfast.Server.Tests.OpenApi;
using Holdfast.Signing.Keys;

namespace Holdfast.Server.Tests.Channels.Webhooks;

/// <summary>The Python code of docs/guides/webhooks.md takes what is genuine, once, and nothing else.</summary>
public sealed partial class FollowingTheGuide : IDisposable
{
    /// <summary>Calls `verify` for each case on its input, and prints one line of JSON: what it said.</summary>
    private const string CheckAll = """
        import json, sys, base64
        sys.path.insert(0, sys.argv[1])
        from receiver import verify
        cases = json.load(sys.stdin)
        print(json.dumps([
            verify({"webhook-id": c["Id"], "webhook-timestamp": c["Timestamp"], "webhook-signature": c["Signature"]},
                base64.b64decode(c["Body"]), c["Secrets"], c["Key"], c["Now"])
            for c in cases]))
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("holdfast-guide-");
    private readonly Ed25519 key = new(RandomNumberGenerator.GetBytes(Ed25519.SeedBytes));
    private readonly WebhookSecret old = WebhookSecret.Random(), young = WebhookSecret.Random();
    private readonly DateTimeOffset now = DateTimeOffset.UtcNow;
    private readonly SignedWebhook webhook;

    public FollowingTheGuide()
    {
        webhook = WebhookSignature.Sign("a_1", now, "{\"text\":\"ä\"}"u8.ToArray(), [old, young], key);
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guides", "webhooks.md"));
        File.WriteAllText(Path.Combine(folder.FullName, "receiver.py"), PythonBlock().Match(guide).Groups["code"].Value);
    }

    [Fact]
    public async Task Its_check_takes_either_secret_and_nothing_that_was_changed()
    {
        Assert.All(await Verify(With(old), With(young), With(old, young)), Assert.True);
        Assert.All(await Verify(With(WebhookSecret.Random()), With()), Assert.False);
        Assert.All(await Verify([.. Changed().Select(changed => With(changed, old))]), Assert.False);
    }

    [Fact]
    public async Task Its_check_takes_the_public_key_alone()
    {
        Assert.SkipUnless(await Has("cryptography"), "python3 has no package `cryptography`");
        Case Pinned(SignedWebhook sent) => With(sent) with { Key = "whpk_" + Convert.ToBase64String(key.PublicKey) };
        Assert.All(await Verify(Pinned(webhook)), Assert.True);
        Assert.All(await Verify([.. Changed().Select(Pinned)]), Assert.False);
    }

    [Fact]
    public async Task Its_receiver_handles_an_announcement_once_and_answers_every_attempt()
    {
        using var python = Start("receiver.py", environment: new()
        {
            ["PORT"] = "0",
            ["WEBHOOK_SECRETS"] = $"{old.Reveal()} {young.Reveal()}",
        });
        try
        {
            var listening = await python.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            var port = listening!.Split(' ')[^1];
            using var sender = new WebhookSender(new OutboundOptions { Sandbox = true }, key);
            Task<Attempt> Send(string id, WebhookSecret secret) => sender.SendAsync(
                $"http://127.0.0.1:{port}/in", id, now, webhook.Body, [secret], TestContext.Current.CancellationToken);

            Assert.Equal(new Attempt.Taken("answered 204"), await Send("a_1", old));
            Assert.Equal(new Attempt.Taken("answered 204"), await Send("a_1", young));
            Assert.Equal(new Attempt.Later("answered 401"), await Send("a_2", WebhookSecret.Random()));
            Assert.Equal(new Attempt.Taken("answered 204"), await Send("a_3", young));
        }
        finally
        {
            python.Kill();
        }

        var handled = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var lines = handled.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["a_1", "a_3"], lines.Select(line => line.Split(' ')[0]));
    }

    public void Dispose()
    {
        key.Dispose();
        folder.Delete(recursive: true);
    }

    [GeneratedRegex(
        "^```python\n(?<code>.*?)^```$",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.Multiline, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex PythonBlock();

    private IEnumerable<SignedWebhook> Changed() =>
    [
        webhook with { Body = "{}"u8.ToArray() },
        webhook with { Id = "a_2" },
        webhook with { Id = "" },
        webhook with { Timestamp = (now.ToUnixTimeSeconds() + 1).ToString() },
        webhook with { Timestamp = "soon" },
        webhook with { Signature = "" },
        webhook with { Signature = string.Join(' ', webhook.Signature.Split(' ').Select(part => part[..^3])) },
        webhook with { Signature = webhook.Signature.Replace("v1", "v2") },
        webhook with { Signature = string.Join(' ', webhook.Signature.Split(' ').Select(part => part.Split(',')[1])) },
        WebhookSignature.Sign("a_1", now.AddSeconds(-302), webhook.Body, [old, young], key),
        WebhookSignature.Sign("a_1", now.AddSeconds(302), webhook.Body, [old, young], key),
    ];

    private Case With(params WebhookSecret[] secrets) => With(webhook, secrets);

    private Case With(SignedWebhook sent, params WebhookSecret[] secrets) => new(
        sent.Id, sent.Timestamp, sent.Signature, Convert.ToBase64String(sent.Body.Span),
        [.. secrets.Select(secret => secret.Reveal())], null, now.ToUnixTimeSeconds());

    private async Task<bool[]> Verify(params Case[] cases)
    {
        using var python = Start("-c", CheckAll, folder.FullName);
        await python.StandardInput.WriteAsync(JsonSerializer.Serialize(cases));
        python.StandardInput.Close();
        var error = python.StandardError.ReadToEndAsync();
        var said = await python.StandardOutput.ReadToEndAsync();
        Assert.Equal("", await error);
        return JsonSerializer.Deserialize<bool[]>(said)!;
    }

    private async Task<bool> Has(string package)
    {
        using var python = Start("-c", $"import {package}");
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        return python.ExitCode == 0;
    }

    private Process Start(params string[] arguments) => Start(arguments, null);

    private Process Start(string script, Dictionary<string, string> environment) => Start([script], environment);

    private Process Start(string[] arguments, Dictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo("python3", arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("python3 is not installed");
            throw;
        }
    }

    private sealed record Case(
        string Id, string Timestamp, string Signature, string Body, string[] Secrets, string? Key, long Now);
}
