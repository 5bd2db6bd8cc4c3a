using System.Text.Json.Nodes;
using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.Passkeys;

/// <summary>A passkey on its way to an account, over HTTP.</summary>
internal sealed class Registration(World world, string account)
{
    public Task<Reply> BeginAsync(string factor = "ring") => world.Platform.PostAsync(
        $"/v1/accounts/{account}/passkeys", $$"""{"by":{{World.Owner(account)}},"factor":"{{factor}}","label":"key ring"}""");

    public Task<Reply> FinishAsync(Reply begun, JsonObject credential) => world.Platform.PostAsync(
        $"/v1/accounts/{account}/passkeys/{begun.Text("ceremony")}", Body(credential));

    public string Body(JsonObject credential) => $$"""{"by":{{World.Owner(account)}},"credential":{{credential.ToJsonString()}}}""";

    /// <summary>All of it: what is waiting afterwards is the change that asks for the passkey.</summary>
    public async Task<Reply> RegisterAsync(Authenticator ring, string factor = "ring")
    {
        var begun = (await BeginAsync(factor)).Is(201);
        return await FinishAsync(begun, ring.Create(begun["options"]!));
    }
}
