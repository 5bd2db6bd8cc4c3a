using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.BadInput;

/// <summary>Parameters that are read somewhere, doubled, malformed or out of range.</summary>
public sealed class Queries(World world) : IClassFixture<World>
{
    [Theory]
    [InlineData("GET", "/v1/accounts/alice?viewer=a&viewer=b")]
    [InlineData("GET", "/v1/accounts/alice?viewer=")]
    [InlineData("GET", "/v1/accounts/alice?other=1")]
    [InlineData("GET", "/v1/accounts/alice?Viewer=s1&viewer=s2")]
    [InlineData("GET", "/v1/accounts/alice/changes/c?x=1")]
    [InlineData("GET", "/v1/accounts/alice/withdrawals/w?x=1")]
    [InlineData("GET", "/v1/events?after=-1")]
    [InlineData("GET", "/v1/events?after=1x")]
    [InlineData("GET", "/v1/events?after=")]
    [InlineData("GET", "/v1/events?after=99999999999999999999")]
    [InlineData("GET", "/v1/events?limit=0")]
    [InlineData("GET", "/v1/events?limit=1001")]
    [InlineData("GET", "/v1/events?wait=20")]
    [InlineData("GET", "/v1/events?wait=PT61S")]
    [InlineData("GET", "/v1/events?after=0&after=1")]
    [InlineData("GET", "/sandbox/clock?x")]
    [InlineData("DELETE", "/v1/tokens/x?force=true")]
    [InlineData("POST", "/v1/accounts?dry=true")]
    [InlineData("POST", "/v1/accounts/alice/changes?x=1")]
    [InlineData("POST", "/v1/accounts/alice/withdrawals?observe=TRUE")]
    [InlineData("POST", "/v1/accounts/alice/withdrawals?observe=")]
    [InlineData("POST", "/v1/accounts/alice/withdrawals?observe=true&observe=true")]
    [InlineData("POST", "/v1/accounts/alice/withdrawals?observed=true")]
    public async Task That_are_wrong_are_refused(string method, string path)
    {
        await world.SettleAsync();
        var client = method == "DELETE" ? world.Staff1 : world.Platform;
        var reply = method switch
        {
            "GET" => await client.GetAsync(path),
            "DELETE" => await client.DeleteAsync(path),
            _ => await client.PostAsync(path, World.Withdrawal("w")),
        };
        reply.Is(400, "queryInvalid");
    }
}
