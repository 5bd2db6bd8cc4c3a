using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Server.Tests.Harness;

/// <summary>A file of accounts that a platform moves in with.</summary>
public static class ImportFile
{
    public static string Line(string account, params (string Edit, DateTimeOffset Since)[] held) =>
        $$"""{"id":"{{account}}","email":"{{account}}@example.com","holds":[{{string.Join(',', held.Select(Held))}}]}""";

    public static string Digest(string file) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file)));

    public static Task<Reply> ProposeAsync(Client staff, string file) =>
        staff.PostAsync("/v1/staff/acts", $$"""{"kind":"import","digest":"{{Digest(file)}}"}""");

    public static async Task AgreeAsync(RunningServer server, string file)
    {
        var act = (await ProposeAsync(server.Staff1, file)).Is(201);
        (await server.Staff2.PostAsync($"/v1/staff/acts/{act.Text("act")}/second", "{}")).Is(200);
    }

    public static Task<Reply> SendAsync(Client staff, string file) =>
        staff.SendAsync(HttpMethod.Post, "/v1/import", Body(file), ("Idempotency-Key", Client.FreshKey()));

    public static HttpContent Body(string file)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(file));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        return content;
    }

    private static string Held((string Edit, DateTimeOffset Since) held) =>
        $$"""{"since":"{{held.Since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}}","edit":{{held.Edit}}}""";
}
