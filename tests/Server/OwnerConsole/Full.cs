using Holdfast.Server.Tests.Harness;

namespace Holdfast.Server.Tests.OwnerConsole;

/// <summary>Somebody who came by a link and showed by a code that it is he.</summary>
internal static class Full
{
    /// <summary>The account gets an authenticator app for it, unless it has one whose secret is given.</summary>
    public static async Task<Visit> ByCodeAsync(World world, string account, string? secret = null)
    {
        if (secret is null)
        {
            var asked = (await world.AskAsync(account, """{"op":"addFactor","factor":"app","kind":"totp","label":"app"}""")).Is(201);
            secret = (string)asked["secrets"]![0]!["secret"]!;
            (await world.ApproveAsync(account, asked)).Is(200);
            await world.AdvanceAsync("P3D");
        }
        var visit = await Visit.ByLinkAsync(world, account);
        await world.AdvanceAsync("PT31S");
        (await visit.ActAsync("/console/sign-in/code", ("code", OneTimeCode.At(secret, await world.NowAsync())))).Is(303);
        return visit;
    }
}
