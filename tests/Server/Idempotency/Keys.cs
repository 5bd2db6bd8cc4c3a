using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Idempotency;

public sealed class Keys(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Belong_to_one_body()
    {
        var name = World.Name("acc");
        (await world.Platform.PostAsync("/v1/accounts", World.Opening(name), "k-" + name)).Is(201);
        (await world.Platform.PostAsync("/v1/accounts", World.Opening(name + "x"), "k-" + name)).Is(422, "idempotencyKeyReused");
        (await world.Platform.PostAsync("/v1/accounts", World.Opening(name) + " ", "k-" + name)).Is(422, "idempotencyKeyReused");
        (await world.Platform.GetAsync($"/v1/accounts/{name}x")).Is(404);
        Assert.True((await world.Platform.PostAsync("/v1/accounts", World.Opening(name), "k-" + name)).Is(201).IsReplayed);
    }

    [Fact]
    public async Task Belong_to_one_query()
    {
        var account = await world.AgedAsync();
        var path = $"/v1/accounts/{account}/withdrawals";
        (await world.Platform.PostAsync(path + "?observe=true", World.Withdrawal("w1"), "q-" + account)).Is(200);
        (await world.Platform.PostAsync(path, World.Withdrawal("w1"), "q-" + account)).Is(422, "idempotencyKeyReused");
    }

    [Fact]
    public async Task Belong_to_one_path_and_one_token()
    {
        var (a, b) = (await world.OpenAsync(), await world.OpenAsync());
        var token = (await world.Staff1.PostAsync("/v1/tokens", $$"""{"name":"{{World.Name("other")}}","roles":["decide"]}""")).Is(201).Text("token");
        var body = $$"""{"by":{{World.Owner("x")}},"reason":"r"}""";
        var key = World.Name("shared");
        Assert.False((await world.Platform.PostAsync($"/v1/accounts/{a}/freeze", body, key)).Is(200).IsReplayed);
        Assert.False((await world.Platform.PostAsync($"/v1/accounts/{b}/freeze", body, key)).Is(200).IsReplayed);
        Assert.False((await world.With(token).PostAsync($"/v1/accounts/{a}/freeze", body, key)).Is(200).IsReplayed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("with blank")]
    public async Task Are_needed_and_printable(string? key)
    {
        var headers = key is null ? Array.Empty<(string, string)>() : [("Idempotency-Key", key)];
        (await world.Platform.SendAsync(HttpMethod.Post, "/v1/accounts", Client.Json("{\"id\":\"never\"}"u8.ToArray()), headers))
            .Is(400, "idempotencyKeyMissing");
        (await world.Platform.GetAsync("/v1/accounts/never")).Is(404);
    }

    [Fact]
    public async Task Have_at_most_255_characters_and_come_once()
    {
        (await world.Platform.PostAsync("/v1/accounts", World.Opening(World.Name("acc")), new string('k', 255))).Is(201);
        (await world.Platform.PostAsync("/v1/accounts", World.Opening(World.Name("acc")), new string('k', 256))).Is(400, "idempotencyKeyMissing");
        (await world.Platform.SendAsync(HttpMethod.Post, "/v1/accounts", Client.Json("{\"id\":\"never\"}"u8.ToArray()),
            ("Idempotency-Key", "a"), ("Idempotency-Key", "b"))).Is(400, "idempotencyKeyMissing");
    }

    /// <summary>What is wrong with a request is not kept: the same key works once it was put right.</summary>
    [Fact]
    public async Task Are_free_again_after_an_answer_of_400_404_or_422()
    {
        var account = await world.AgedAsync();
        var key = World.Name("retry");
        var path = $"/v1/accounts/{account}/withdrawals";
        (await world.Platform.PostAsync(path, "{", key)).Is(400);
        (await world.Platform.PostAsync(path, World.Withdrawal("w1", "-1"), key)).Is(422);
        (await world.Platform.PostAsync(path, World.Withdrawal("w1", "100", more: ",\"value\":{\"amount\":\"1\",\"currency\":\"USDT\"}"), key)).Is(422);
        Assert.False((await world.Platform.PostAsync(path, World.Withdrawal("w1"), key)).Is(200).IsReplayed);
        var (name, late) = (World.Name("acc"), World.Name("late"));
        (await world.Platform.PostAsync($"/v1/accounts/{name}/freeze", $$"""{"by":{{World.Owner(name)}},"reason":"r"}""", late)).Is(404);
        await world.OpenAsync(name: name);
        (await world.Platform.PostAsync($"/v1/accounts/{name}/freeze", $$"""{"by":{{World.Owner(name)}},"reason":"r"}""", late)).Is(200);
    }
}
