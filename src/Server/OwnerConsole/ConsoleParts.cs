using Holdfast.Server.Changes;
using Holdfast.Server.Clocks;
using Holdfast.Server.Gate;
using Holdfast.Server.Hosting;
using Holdfast.Server.Owners;
using Holdfast.Server.Passkeys;
using Holdfast.Server.Sessions;
using Holdfast.Storage;

namespace Holdfast.Server.OwnerConsole;

/// <summary>The console, put together.</summary>
internal sealed class ConsoleParts(
    ServerOptions options, DataFolder folder, ILog log, Installation installation, OwnerBook owners, InstallationClock clock, Codes codes, OwnerPasskeys passkeys,
    GateParts gate, CancellationToken stopping)
{
    public void Map(IEndpointRouteBuilder routes, Api api, ConsoleActs acts, Func<string> publicUrl)
    {
        var challenges = new SignInChallenges(folder.Key("sign-in"));
        var cookie = new SessionCookie("holdfast", options.PublicRoot.StartsWith("https://", StringComparison.OrdinalIgnoreCase));
        var sessions = new SessionBook(log, owners, clock, codes, passkeys, challenges, cookie, new BrowserOf(gate.Proxies));
        var door = new ConsoleDoor(sessions, new FormSeal(folder.Key("forms")), installation, options.Sandbox);
        var calm = new CalmAnswers();
        var looks = new LookPages(door, gate.Ring, passkeys, calm, new ActivityPage(log), clock);
        var live = new LivePage(sessions, owners, stopping);
        owners.Touched += live.Touch;
        new ConsoleLinkEndpoints(api, owners, sessions, clock, publicUrl).Map(routes);
        new SignInPages(door, sessions, challenges, passkeys, clock).Map(routes);
        looks.Map(routes);
        new ActPages(door, acts, looks, calm, clock, options.Sandbox).Map(routes);
        live.Map(routes);
        ConsoleHeaders.MapAssets(routes);
    }
}
