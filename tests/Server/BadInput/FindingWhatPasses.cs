using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.BadInput;

/// <summary>The tables of bad input are worth something only if a server that takes too much fails them.</summary>
public sealed class FindingWhatPasses
{
    [Fact]
    public async Task A_body_that_is_taken_is_found_and_so_is_its_trace()
    {
        await using var world = await World.StartedAsync();
        var wrong = await Refusals.WrongAsync(world, [new Case("/v1/accounts", """{"id":"taken"}""", "memberMissing@/email")]);
        Assert.Equal(2, wrong.Length);
        Assert.Contains("201", wrong[0], StringComparison.Ordinal);
        Assert.Equal("something was recorded", wrong[1]);
    }

    [Fact]
    public async Task A_mistake_under_another_name_or_place_and_one_of_two_are_found()
    {
        await using var world = await World.StartedAsync();
        Assert.Equal(3, (await Refusals.WrongAsync(world,
        [
            new Case("/v1/accounts", """{"id":7}""", "memberMissing@/id"),
            new Case("/v1/accounts", """{"id":7}""", "typeWrong@/email"),
            new Case("/v1/accounts", """{"id":7}""", "typeWrong@/id", "memberUnknown@/zz"),
            new Case("/v1/accounts", """{"id":7}""", "typeWrong@/id"),
        ])).Length);
    }

    [Fact]
    public async Task Every_example_is_right_as_it_stands()
    {
        await using var world = await World.StartedAsync();
        await world.OpenAsync(World.Bot, "alice");
        foreach (var example in Bodies.All)
        {
            var reply = await Bodies.For(world, example.Path).PostAsync(example.Path, example.Body.ToJsonString());
            Assert.True(reply.Status != 400 && !(reply.Status == 422 && reply.Mistakes.Length == 0), $"{example.Path}: {reply.Status} {reply.Body}");
        }
    }
}
