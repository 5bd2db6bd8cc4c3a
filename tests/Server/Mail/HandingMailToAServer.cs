using System.Diagnostics;
using System.Globalization;
using Holdfast.Mail;
using Holdfast.Server.Channels;
using Holdfast.Server.Channels.Email;
using Holdfast.Server.Hosting;
using Holdfast.Server.Tests.Harness;
using Holdfast.Server.Tests.OpenApi;

namespace Holdfast.Server.Tests.Mail;

/// <summary>Letters over a real SMTP server: a hold starts when it said 250, and not before.</summary>
public sealed class HandingMailToAServer
{
    [Fact]
    public async Task Encrypts_signs_in_and_starts_the_hold()
    {
        await using var mail = await StartAsync();
        await using var server = await RunningServer.ProductionAsync(With(mail));
        (await server.Platform.PostAsync("/v1/accounts", World.Opening("alice", World.Bot))).Is(201);
        var letter = Assert.Single(await mail.MailsAsync(1));
        Assert.Equal("alice@example.com", letter.To.Mailboxes.Single().Address);
        Assert.Equal("holdfast@holdfast.example", letter.From.Mailboxes.Single().Address);
        Assert.Contains("TLS1.3", letter.Headers["Received"], StringComparison.Ordinal);
        Assert.Contains("https://holdfast.example/veto/", letter.TextBody, StringComparison.Ordinal);
        Assert.Contains("We never call you", letter.TextBody, StringComparison.Ordinal);
        Assert.NotNull(await StartedAsync(server));
        Assert.Equal("ok", (await server.Nobody.GetAsync("/readyz")).Text("telling"));
    }

    [Fact]
    public async Task Gives_the_recipient_a_mail_that_the_script_knows_to_be_ours()
    {
        await using var mail = await StartAsync();
        await using var server = await RunningServer.ProductionAsync(With(mail));
        (await server.Platform.PostAsync("/v1/accounts", World.Opening("alice", World.Bot))).Is(201);
        await mail.MailsAsync(1);
        var keys = server.WriteFile("jwks.json", (await server.Nobody.GetAsync("/.well-known/jwks.json")).Is(200).Body);
        var (file, seen) = (Path.Combine(server.Data, "mail.eml"), Path.Combine(server.Data, "seen"));
        File.Copy(mail.Files.Single(), file);
        Assert.StartsWith("ours: a_", await SayAsync(keys, "alice@example.com", file), StringComparison.Ordinal);
        Assert.StartsWith("ours: a_", await SayAsync(keys, "alice@example.com", file, "--seen", seen), StringComparison.Ordinal);
        Assert.Contains("this is a copy", await SayAsync(keys, "alice@example.com", file, "--seen", seen), StringComparison.Ordinal);
        Assert.Contains("somebody else", await SayAsync(keys, "bob@example.com", file), StringComparison.Ordinal);
        Assert.Contains("too old", await SayAsync(keys, "alice@example.com", file, "--at", "4000000000"), StringComparison.Ordinal);
        var stop = TestContext.Current.CancellationToken;
        var changed = (await File.ReadAllTextAsync(file, stop)).Replace("Subject: Your account", "Subject: Our account", StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, changed, stop);
        Assert.Contains("changed", await SayAsync(keys, "alice@example.com", file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Starts_no_hold_while_the_server_is_down_and_all_of_them_when_it_is_back()
    {
        await using var mail = await StartAsync();
        await mail.StopAsync();
        var time = new MovableTime();
        await using var server = await RunningServer.ProductionAsync(o => With(mail)(o) with { Time = time });
        (await server.Platform.PostAsync("/v1/accounts", World.Opening("alice", World.Bot))).Is(201);
        await UntilAsync(async () => (await server.Nobody.GetAsync("/readyz")).Text("telling") == "failing");
        time.Pass(TimeSpan.FromHours(50));
        Assert.Null(await EffectiveAtAsync(server));
        await server.RestartAsync();
        Assert.Null(await EffectiveAtAsync(server));
        await mail.RunAsync();
        time.Pass(TimeSpan.FromHours(1));
        Assert.NotNull(await StartedAsync(server));
        Assert.Single(await mail.MailsAsync(1));
        Assert.Equal("ok", (await server.Nobody.GetAsync("/readyz")).Text("telling"));
    }

    [Theory]
    [InlineData("the password is wrong")]
    [InlineData("the certificate is not trusted")]
    [InlineData("nothing is encrypted")]
    public async Task Tells_nothing_when(string wrong)
    {
        await using var mail = await StartAsync(tls: wrong != "nothing is encrypted");
        await using var other = await StartAsync();
        var options = SmtpOptions.Read(
            mail.Url, wrong == "the password is wrong" ? "guess" : MailServer.Password,
            wrong == "the certificate is not trusted" ? other.Authority : mail.Authority, out _)!;
        using var mailer = new SmtpMailer(options);
        var said = Assert.IsType<Attempt.Later>(await mailer.SendAsync(Letter("alice@example.com"), TestContext.Current.CancellationToken));
        Assert.Equal(wrong switch
        {
            "the password is wrong" => "the mail server did not accept the password",
            "the certificate is not trusted" => "the certificate of the mail server is not trusted",
            _ => "the mail server does not offer encryption",
        }, said.Why);
        Assert.Empty(mail.Files);
    }

    [Fact]
    public async Task Knows_a_mailbox_that_is_gone_for_good_from_a_server_that_is_down()
    {
        await using var mail = await StartAsync();
        using var mailer = new SmtpMailer(SmtpOptions.Read(mail.Url, MailServer.Password, mail.Authority, out _)!);
        var stop = TestContext.Current.CancellationToken;
        Assert.IsType<Attempt.Refused>(await mailer.SendAsync(Letter("nobody-here@example.com"), stop));
        Assert.IsType<Attempt.Taken>(await mailer.SendAsync(Letter("alice@example.com"), stop));
        await mail.StopAsync();
        Assert.IsType<Attempt.Later>(await mailer.SendAsync(Letter("alice@example.com"), stop));
        await mail.RunAsync();
        Assert.IsType<Attempt.Taken>(await mailer.SendAsync(Letter("alice@example.com"), stop));
    }

    [Fact]
    public async Task Takes_many_at_once_and_each_once()
    {
        await using var mail = await StartAsync();
        using var mailer = new SmtpMailer(SmtpOptions.Read(mail.Url, MailServer.Password, mail.Authority, out _)!);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
            Assert.IsType<Attempt.Taken>(await mailer.SendAsync(Letter($"owner-{i}@example.com"), TestContext.Current.CancellationToken))));
        Assert.Equal(60, (await mail.MailsAsync(60)).Select(m => m.To.ToString()).Distinct(StringComparer.Ordinal).Count());
    }

    private static Task<MailServer> StartAsync(bool tls = true)
    {
        Assert.SkipWhen(MailServer.Missing is not null, MailServer.Missing ?? "");
        return MailServer.StartAsync(tls: tls);
    }

    private static Func<ServerOptions, ServerOptions> With(MailServer mail) => o => o with
    {
        Smtp = mail.Url,
        SmtpPassword = MailServer.Password,
        SmtpAuthority = mail.Authority,
        PublicUrl = "https://holdfast.example",
    };

    private static MimeKit.MimeMessage Letter(string to) => new(
        [new MimeKit.MailboxAddress("", "holdfast@holdfast.example")], [new MimeKit.MailboxAddress("", to)], "Your account",
        new MimeKit.TextPart("plain") { Text = "We never call you." });

    private static async Task<string?> EffectiveAtAsync(RunningServer server) =>
        (string?)(await server.Platform.GetAsync("/v1/accounts/alice")).Is(200)["changes"]![0]!["edits"]!.AsArray()[^1]!["effectiveAt"];

    private static async Task<string?> StartedAsync(RunningServer server)
    {
        await UntilAsync(async () => await EffectiveAtAsync(server) is not null);
        return await EffectiveAtAsync(server);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var tries = 0; tries < 1000 && !await isSo(); tries++) await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    private static async Task<string> SayAsync(string keys, string to, string file, params string[] more)
    {
        var script = Path.Combine(Repository.Root, "eng", "verify-announcement.py");
        using var running = Process.Start(new ProcessStartInfo("python3", [script, "--keys", keys, "--to", to, .. more, file])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var said = await running.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await running.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(said.StartsWith("ours", StringComparison.Ordinal) ? 0 : 1, running.ExitCode);
        return said.ToString(CultureInfo.InvariantCulture);
    }
}
