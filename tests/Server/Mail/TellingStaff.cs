using System.Text.Json.Nodes;
using Holdfast.Mail;
using Holdfast.Server.Announcements;
using Holdfast.Server.Hosting;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Mail;

/// <summary>What nobody could be told of for 72 hours: staff are told, and two of them start the hold.</summary>
public sealed class TellingStaff
{
    private const string Staff = "security@example.com", Gone = "nobody-here@example.com";

    [Fact]
    public async Task Starts_nothing_until_two_of_them_vouch()
    {
        var time = new MovableTime();
        await using var mail = await StartAsync();
        await using var server = await RunningServer.ProductionAsync(With(mail, time));
        (await server.Platform.PostAsync("/v1/accounts", World.Opening("nobody-here", World.Bot))).Is(201);
        var change = (await AccountAsync(server, "nobody-here"))["changes"]![0]!;
        time.Pass(TimeSpan.FromHours(71));
        (await VouchAsync(server, (string)change["digest"]!)).Is(409, "notForStaffYet");
        Assert.Empty(mail.Files);
        time.Pass(TimeSpan.FromHours(2));
        await mail.MailsAsync(1);
        Assert.Equal([RecipientName.Staff], await ToldAsync(server, "staffUntold"));
        Assert.Equal(Staff, Assert.Single(await mail.MailsAsync(1)).To.ToString());
        Assert.Equal([RecipientName.Staff], await ToldAsync(server, "staffUntold"));
        Assert.Null(await EffectiveAtAsync(server, "nobody-here"));
        (await VouchAsync(server, (string)change["digest"]!)).Is(200);
        Assert.NotNull(await EffectiveAtAsync(server, "nobody-here"));
        time.Pass(TimeSpan.FromHours(47));
        Assert.Equal("held", await StateAsync(server, "nobody-here"));
        time.Pass(TimeSpan.FromHours(2));
        Assert.Equal("inForce", await StateAsync(server, "nobody-here"));
    }

    /// <summary>A channel may have any id: the mail to the staff must not count as its own.</summary>
    [Fact]
    public async Task Is_not_taken_for_telling_a_channel_of_that_name()
    {
        var time = new MovableTime();
        await using var mail = await StartAsync();
        await using var server = await RunningServer.ProductionAsync(With(mail, time));
        (await server.Platform.PostAsync("/v1/accounts", World.Opening("alice", World.Bot))).Is(201);
        await ChangeAsync(server, $$"""{"op":"addChannel","channel":"staff","kind":"email","to":"{{Gone}}"}""");
        await PassHoldsAsync(server, time);
        await ChangeAsync(server, """{"op":"removeChannel","channel":"email"}""");
        await PassHoldsAsync(server, time);
        time.Pass(TimeSpan.FromDays(8));
        await ChangeAsync(server, World.Grant());
        time.Pass(TimeSpan.FromHours(73));
        await UntilAsync(async () => (await mail.MailsAsync(0)).Any(m => m.To.ToString() == Staff));
        Assert.Equal([RecipientName.Staff], await ToldAsync(server, "staffUntold"));
        await server.StopAsync();
        await server.StartAsync();
        Assert.Null(await EffectiveAtAsync(server, "alice"));
    }

    [Theory]
    [InlineData("email", true, true)]
    [InlineData("staff", true, true)]
    [InlineData(RecipientName.Platform, false, true)]
    [InlineData(RecipientName.Staff, false, false)]
    [InlineData("guardian:g1", false, false)]
    public void Names_say_who_is_the_owner(string name, bool isChannel, bool isOwner)
    {
        Assert.Equal(isChannel, RecipientName.IsChannel(name));
        Assert.Equal(isOwner, RecipientName.IsOwner(name));
    }

    private static Task<MailServer> StartAsync()
    {
        Assert.SkipWhen(MailServer.Missing is not null, MailServer.Missing ?? "");
        return MailServer.StartAsync();
    }

    private static Func<ServerOptions, ServerOptions> With(MailServer mail, MovableTime time) => o => o with
    {
        Smtp = mail.Url,
        SmtpPassword = MailServer.Password,
        SmtpAuthority = mail.Authority,
        StaffEmail = Staff,
        PublicUrl = "https://holdfast.example",
        Time = time,
    };

    private static async Task ChangeAsync(RunningServer server, string edit)
    {
        var change = (await server.Platform.PostAsync("/v1/accounts/alice/changes", $$"""{"by":{{World.Owner("alice")}},"edits":[{{edit}}]}""")).Is(201);
        if (change.Text("state") == "awaitingApproval")
            (await server.Platform.PostAsync(
                $"/v1/accounts/alice/changes/{change.Text("change")}/approvals",
                $$"""{"factor":"platform","digest":"{{change.Text("digest")}}","by":{{World.Owner("alice")}}}""")).Is(200);
    }

    private static async Task PassHoldsAsync(RunningServer server, MovableTime time)
    {
        await UntilAsync(async () => (await AccountAsync(server, "alice"))["changes"]!.AsArray()
            .SelectMany(c => c!["edits"]!.AsArray()).All(e => (string?)e!["state"] != "held" || e["effectiveAt"] is not null));
        time.Pass(TimeSpan.FromHours(97));
        await UntilAsync(async () => (await AccountAsync(server, "alice"))["changes"]!.AsArray().All(c => (string?)c!["state"] != "held"));
    }

    private static async Task<Reply> VouchAsync(RunningServer server, string digest)
    {
        var act = (await server.Staff1.PostAsync("/v1/staff/acts", $$"""{"kind":"tell","digest":"{{digest}}"}""")).Is(201);
        return await server.Staff2.PostAsync($"/v1/staff/acts/{act.Text("act")}/second", "{}");
    }

    private static async Task<string[]> ToldAsync(RunningServer server, string kind)
    {
        var events = (await server.Platform.GetAsync("/v1/events?after=0&limit=1000")).Is(200)["events"]!.AsArray();
        return
        [
            .. events.Where(e => (string?)e!["type"] == "announced" && (string?)e["data"]!["kind"] == kind)
                .SelectMany(e => e!["data"]!["to"]!.AsArray()).Select(t => (string)t!["channel"]!),
        ];
    }

    private static async Task<JsonNode> AccountAsync(RunningServer server, string account) =>
        JsonNode.Parse((await server.Platform.GetAsync("/v1/accounts/" + account)).Is(200).Body)!;

    private static async Task<string?> EffectiveAtAsync(RunningServer server, string account) =>
        (string?)(await AccountAsync(server, account))["changes"]!.AsArray()[^1]!["edits"]!.AsArray()[^1]!["effectiveAt"];

    private static async Task<string?> StateAsync(RunningServer server, string account) =>
        (string?)(await AccountAsync(server, account))["keys"]![0]!["permissions"]!.AsArray()[^1]!["state"];

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var tries = 0; tries < 500 && !await isSo(); tries++) await Task.Delay(20, TestContext.Current.CancellationToken);
    }
}
