using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Contract;

public sealed class StaffActing(World world) : IClassFixture<World>
{
    private static readonly string Digest = new('a', 64);

    [Fact]
    public async Task Waits_for_a_second_member()
    {
        var act = (await world.Staff1.PostAsync("/v1/staff/acts", $$"""{"kind":"clock","digest":"{{Digest}}"}""")).Is(201);
        Assert.Equal(["act", "kind", "digest", "by", "second", "until", "state"], act.Members);
        Assert.Equal("awaitingSecond", act.Text("state"));
        (await world.Staff1.PostAsync($"/v1/staff/acts/{act.Text("act")}/second", "{}")).Is(403, "sameStaffMember");
        var done = (await world.Staff2.PostAsync($"/v1/staff/acts/{act.Text("act")}/second", "{}")).Is(200);
        Assert.Equal("done", done.Text("state"));
        Assert.Equal("staff-2", done.Text("second"));
    }

    [Fact]
    public async Task A_second_may_send_no_body()
    {
        var act = (await world.Staff1.PostAsync("/v1/staff/acts", $$"""{"kind":"clock","digest":"{{new string('d', 64)}}"}""")).Is(201);
        var path = $"/v1/staff/acts/{act.Text("act")}/second";
        (await world.Staff2.SendAsync(HttpMethod.Post, path, new ByteArrayContent("[]"u8.ToArray()), ("Idempotency-Key", Client.FreshKey())))
            .Is(415, "notJson");
        (await world.Staff2.PostAsync(path, "[]")).Is(400);
        (await world.Staff2.SendAsync(HttpMethod.Post, path, null, ("Idempotency-Key", Client.FreshKey()))).Is(200);
    }

    [Fact]
    public async Task Ends_after_a_day_without_a_second()
    {
        var act = (await world.Staff1.PostAsync("/v1/staff/acts", $$"""{"kind":"clock","digest":"{{new string('b', 64)}}"}""")).Is(201);
        await world.AdvanceAsync("PT25H");
        (await world.Staff2.PostAsync($"/v1/staff/acts/{act.Text("act")}/second", "{}")).Is(404, "actUnknown");
    }

    [Fact]
    public async Task Knows_what_it_is_about()
    {
        (await world.Staff1.PostAsync("/v1/staff/acts", $$"""{"kind":"change","digest":"{{new string('c', 64)}}"}""")).Is(404, "digestUnknown");
        (await world.Staff1.PostAsync("/v1/staff/acts", $$"""{"kind":"policy","digest":"{{new string('c', 64)}}"}""")).Is(409, "policyNotPending");
        (await world.Staff1.PostAsync("/v1/staff/acts", $$"""{"kind":"dance","digest":"{{new string('c', 64)}}"}""")).Is(422, "actUnknown");
        (await world.Staff1.PostAsync("/v1/staff/acts", $$"""{"kind":"token","digest":"{{new string('c', 64)}}"}""")).Is(422, "actNotByItself");
    }

    [Fact]
    public async Task On_a_change_that_staff_asked_for_takes_two_and_then_the_hold()
    {
        var account = await world.AgedAsync();
        var change = (await world.Staff1.PostAsync($"/v1/accounts/{account}/changes",
            $$"""{"by":{{World.By("staff", "staff-1")}},"edits":[{{World.Grant()}}]}""")).Is(201);
        Assert.True((bool)change["needsTwoStaff"]!);
        (await world.ApproveAsync(account, change)).Is(403, "needsTwoStaff");
        var act = (await world.Staff1.PostAsync("/v1/staff/acts", $$"""{"kind":"change","digest":"{{change.Text("digest")}}"}""")).Is(201);
        Assert.Equal("awaitingApproval", (await world.GetChangeAsync(account, change)).Text("state"));
        (await world.Staff2.PostAsync($"/v1/staff/acts/{act.Text("act")}/second", "{}")).Is(200);
        Assert.Equal("held", (await world.GetChangeAsync(account, change)).Text("state"));
        await world.AdvanceAsync("PT49H");
        Assert.Equal("inForce", (await world.GetChangeAsync(account, change)).Text("state"));
    }

    [Fact]
    public async Task Recovers_an_account_after_fourteen_days()
    {
        var account = await world.AgedAsync();
        var change = (await world.Staff1.PostAsync($"/v1/accounts/{account}/changes",
            """{"by":{"kind":"staff","id":"staff-1"},"edits":[{"op":"recover","factor":{"factor":"new","kind":"totp","label":"new phone"}}]}""")).Is(201);
        (await world.ApproveAsync(account, change)).Is(403, "needsTwoStaff");
        var act = (await world.Staff1.PostAsync("/v1/staff/acts", $$"""{"kind":"recovery","digest":"{{change.Text("digest")}}"}""")).Is(201);
        (await world.Staff2.PostAsync($"/v1/staff/acts/{act.Text("act")}/second", "{}")).Is(200);
        await world.AdvanceAsync("P13D");
        Assert.Equal("held", (await world.GetChangeAsync(account, change)).Text("state"));
        await world.AdvanceAsync("P2D");
        Assert.Equal("inForce", (await world.GetChangeAsync(account, change)).Text("state"));
    }

    [Fact]
    public async Task Issues_tokens_and_ends_them()
    {
        var issued = (await world.Staff1.PostAsync("/v1/tokens", """{"name":"gate","roles":["decide","feed"]}""", "gate")).Is(201);
        Assert.Equal(["name", "roles", "state", "token"], issued.Members);
        Assert.Equal("inForce", issued.Text("state"));
        Assert.Null((await world.Staff1.PostAsync("/v1/tokens", """{"name":"gate","roles":["decide","feed"]}""", "gate")).Is(201)["token"]);
        var gate = world.With(issued.Text("token"));
        (await gate.GetAsync("/v1/events")).Is(200);
        (await world.Staff1.PostAsync("/v1/tokens", """{"name":"gate","roles":["decide"]}""")).Is(409, "tokenNameUsed");
        Assert.Equal("", (await world.Staff2.DeleteAsync("/v1/tokens/gate")).Is(204).Body);
        (await gate.GetAsync("/v1/events")).Is(401, "tokenInvalid");
        (await world.Staff2.DeleteAsync("/v1/tokens/gate")).Is(404, "tokenUnknown");
    }

    [Fact]
    public async Task Makes_a_third_member_by_two_and_keeps_two()
    {
        var issued = (await world.Staff1.PostAsync("/v1/tokens", """{"name":"staff-3","roles":["staff"]}""")).Is(201);
        Assert.Equal("awaitingSecond", issued.Text("state"));
        var third = world.With(issued.Text("token"));
        (await third.GetAsync("/v1/accounts/x")).Is(401);
        (await world.Staff1.DeleteAsync("/v1/tokens/staff-2")).Is(403, "lastStaffTokens");
        (await world.Staff2.PostAsync($"/v1/staff/acts/{issued.Text("act")}/second", "{}")).Is(200);
        (await third.GetAsync("/v1/accounts/x")).Is(401, "tokenInvalid");
        await world.AdvanceAsync("PT47H");
        (await third.GetAsync("/v1/accounts/x")).Is(401, "tokenInvalid");
        await world.AdvanceAsync("PT1H1S");
        (await third.GetAsync("/v1/accounts/x")).Is(404);
        (await world.Staff1.DeleteAsync("/v1/tokens/staff-3")).Is(204);
        (await third.GetAsync("/v1/accounts/x")).Is(401);
    }
}
