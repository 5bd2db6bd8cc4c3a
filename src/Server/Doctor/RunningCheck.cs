using System.Text.Json;
using Holdfast.Server.Hosting;

namespace Holdfast.Server.Doctor;

/// <summary>A server has the folder open: it is asked instead.</summary>
internal static class RunningCheck
{
    private const string Check = "server";

    public static async Task<IEnumerable<Finding>> LookAsync(ServerOptions options, CancellationToken stop)
    {
        var url = options.Urls.Split(';')[0].TrimEnd('/') + "/readyz";
        try
        {
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };
            var body = await (await client.GetAsync(new Uri(url), stop)).Content.ReadAsStringAsync(stop);
            using var ready = JsonDocument.Parse(body);
            return [.. Read(ready.RootElement)];
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException or UriFormatException)
        {
            return [Finding.Warning(
                Check, $"the folder is in use, but nothing answers at {url}", "the server that has it can't be asked",
                "give the `--urls` that it was started with")];
        }
    }

    private static IEnumerable<Finding> Read(JsonElement ready)
    {
        if (Text(ready, "log") == "rolledBack")
            yield return Finding.Wrong(
                Check, "it runs on a log that was set back", "nothing is allowed until two staff members accept it",
                "find out who restored it; `/readyz` says what they would accept");
        else if (Text(ready, "status") != "ready")
            yield return Finding.Wrong(Check, "it runs, but can't record", "everything is denied", "see the disk, then restart it");
        else yield return Finding.Fine(Check, $"it runs and is ready ({Text(ready, "mode")})");
        if (Text(ready, "clock") == "behind")
            yield return Finding.Warning(
                "clock", $"it is behind by {Text(ready, "behindBy")} after a restart", "holds end that much later", "let two staff members vouch with the act `clock`");
        if (Text(ready, "witness") == "failing")
            yield return Finding.Warning(
                Check, "the file `witness` beside the log can't be written", "a log that is set back may not be noticed",
                "see the room on the disk and the modes of the folder");
        yield return Text(ready, "telling") switch
        {
            "ok" => Finding.Fine("channels", "people are told"),
            "failing" => Finding.Wrong("channels", "people can't be told now", "no hold starts", "read the log lines with event ids 1 and 30"),
            _ => Finding.Warning("channels", "nobody can be told", "no hold will start", "configure --smtp, or `platformTells` in the policy"),
        };
        if (ready.TryGetProperty("policy", out var policy) && policy.TryGetProperty("pending", out _))
            yield return new("policy", FindingLevel.Note, "a policy that weakens waits for two staff members or its hold");
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.ToString() : null;
}
