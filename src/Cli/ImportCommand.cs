using System.CommandLine;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Holdfast.Cli;

/// <summary>`holdfast import`: a platform moves in. 0 when every line is taken, 1 when some are wrong, 2 when it could not, 3 when a second has to agree.</summary>
internal static class ImportCommand
{
    private static readonly Argument<FileInfo> File = new("file") { Description = "the accounts: NDJSON, one a line" };

    private static readonly Option<string> Url = new("--url")
    {
        Description = "where the server listens",
        DefaultValueFactory = _ => "http://127.0.0.1:5080",
    };

    private static readonly Option<FileInfo> Token = new("--token-file") { Description = "the file with your staff token", Required = true };

    private static readonly Option<string?> Act = new("--act") { Description = "what another staff member proposed: you agree to this file" };

    public static Command Make()
    {
        var command = new Command("import", "take over the accounts of a platform; two staff members agree on the file") { File, Url, Token, Act };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        try
        {
            var file = parse.GetValue(File)!;
            var digest = await DigestAsync(file, stop);
            Console.WriteLine($"{file.Name}: {file.Length:#,0} bytes, SHA-256 {digest}");
            using var staff = new StaffClient(Address(parse.GetValue(Url)!), (await System.IO.File.ReadAllTextAsync(parse.GetValue(Token)!.FullName, stop)).Trim());
            return await IsAgreedAsync(staff, digest, parse.GetValue(Act), stop) ? await SendAsync(staff, file, digest, stop) : 3;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HttpRequestException or RefusedException)
        {
            Console.Error.WriteLine($"can't import: {e.Message}");
            return 2;
        }
    }

    private static Uri Address(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")
        ? address
        : throw new RefusedException($"`{url}` is no address of a server, like https://holdfast.example.com");

    private static async Task<string> DigestAsync(FileInfo file, CancellationToken stop)
    {
        await using var bytes = file.OpenRead();
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, stop));
    }

    /// <summary>Proposes the file, or agrees to what another proposed.</summary>
    private static async Task<bool> IsAgreedAsync(StaffClient staff, string digest, string? proposed, CancellationToken stop)
    {
        var act = proposed is null
            ? await staff.PostAsync("/v1/staff/acts", new JsonObject { ["kind"] = "import", ["digest"] = digest }, stop)
            : await staff.PostAsync($"/v1/staff/acts/{Uri.EscapeDataString(proposed)}/second", [], stop);
        if ((string?)act["digest"] != digest) throw new RefusedException($"`{proposed}` is about another file");
        if ((string?)act["state"] is "done") return true;
        Console.WriteLine($"You proposed this file. It waits until {act["until"]} for another staff member, who looks at it and says:");
        Console.WriteLine($"  holdfast import FILE --act {act["act"]} --token-file HIS-TOKEN --url {staff.Url}");
        return false;
    }

    private static async Task<int> SendAsync(StaffClient staff, FileInfo file, string digest, CancellationToken stop)
    {
        var sent = staff.ImportAsync(file, stop);
        while (await Task.WhenAny(sent, Task.Delay(1_000, stop)) != sent)
            if (await staff.ProgressAsync(digest, 0, stop) is { } soFar) Console.Error.WriteLine(Counts(soFar));
        var report = await sent;
        for (var (page, after) = (report, 0L); page?["mistakes"] is JsonArray { Count: > 0 } mistakes; page = await staff.ProgressAsync(digest, after, stop))
        {
            foreach (var mistake in mistakes) Console.WriteLine($"line {mistake!["line"]}: {mistake["code"]}{(mistake["at"] is { } at ? $" at {at}" : "")}: {mistake["text"]}");
            after = (long)mistakes[^1]!["line"]!;
        }
        Console.WriteLine(Counts(report));
        return (long)report["wrong"]! == 0 ? 0 : 1;
    }

    private static string Counts(JsonObject report) =>
        $"{(long)report["lines"]!:#,0} lines: {(long)report["taken"]!:#,0} taken, {(long)report["already"]!:#,0} taken before, {(long)report["wrong"]!:#,0} wrong";

    /// <summary>The server says no; in its own words.</summary>
    private sealed class RefusedException(string why) : Exception(why);

    private sealed class StaffClient : IDisposable
    {
        private readonly HttpClient http;

        public StaffClient(Uri url, string token)
        {
            (Url, http) = (url, new HttpClient { BaseAddress = url, Timeout = Timeout.InfiniteTimeSpan });
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        public Uri Url { get; }

        public Task<JsonObject> PostAsync(string path, JsonObject body, CancellationToken stop) =>
            PostAsync(path, new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/json")), stop);

        public async Task<JsonObject> ImportAsync(FileInfo file, CancellationToken stop)
        {
            await using var bytes = file.OpenRead();
            var body = new StreamContent(bytes, 1 << 16);
            body.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            return await PostAsync("/v1/import", body, stop);
        }

        /// <summary>Null while the server still reads the file.</summary>
        public async Task<JsonObject?> ProgressAsync(string digest, long after, CancellationToken stop)
        {
            using var answer = await http.GetAsync($"/v1/import/{digest}?after={after}", stop);
            return answer.IsSuccessStatusCode ? await ReadAsync(answer, stop) : null;
        }

        public void Dispose() => http.Dispose();

        private async Task<JsonObject> PostAsync(string path, HttpContent body, CancellationToken stop)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("n"));
            using var answer = await http.SendAsync(request, stop);
            var said = await ReadAsync(answer, stop);
            return answer.IsSuccessStatusCode ? said : throw new RefusedException($"{said["detail"] ?? said["title"] ?? (int)answer.StatusCode} ({said["code"]})");
        }

        private static async Task<JsonObject> ReadAsync(HttpResponseMessage answer, CancellationToken stop)
        {
            try
            {
                return JsonNode.Parse(await answer.Content.ReadAsStringAsync(stop)) as JsonObject ?? [];
            }
            catch (System.Text.Json.JsonException)
            {
                return [];
            }
        }
    }
}
