using System.Security.Cryptography;
using System.Text.Json;
using Holdfast.Domain.Installations;
using Holdfast.Server.Answers;
using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Owners;
using Holdfast.Server.Tokens;

namespace Holdfast.Server.Imports;

/// <summary>
/// A platform moves in: the file that two staff members agreed on, and no other. It lies in the data folder while its hash is made and
/// its lines are taken, so that not one of them counts before all of it is known to be that file.
/// </summary>
internal sealed class ImportEndpoints(Api api, AccountImport import, Installation installation, DataFolder folder, InstallationClock clock)
{
    private int running;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/import", api.Stream(Door.Staff, ImportAsync)).Is(Operations.Import);
        routes.MapGet("/v1/import/{digest}", api.Get(Door.Staff, (http, _) => ValueTask.FromResult(Read((string)http.Request.RouteValues["digest"]!))))
            .Is(Operations.ReadImport);
    }

    private async ValueTask<Answered> ImportAsync(HttpContext http, Caller caller)
    {
        if (http.Request.ContentType?.StartsWith("application/x-ndjson", StringComparison.OrdinalIgnoreCase) != true)
            return Problems.Of(415, "notNdjson", "an import is `application/x-ndjson` in UTF-8");
        if (Interlocked.CompareExchange(ref running, 1, 0) != 0) return Problems.Of(409, "importRunning", "another file is being imported");
        try
        {
            await using var file = Spooled();
            var digest = await SpoolAsync(http, file);
            if (Importing.Missing(installation.State, digest, clock.Sure()) is { } missing)
                return Problems.Of(new Domain.Decisions.Outcome.Refused(missing));
            file.Position = 0;
            return Shown(await import.RunAsync(digest, file, http.RequestAborted));
        }
        finally
        {
            Volatile.Write(ref running, 0);
        }
    }

    private FileStream Spooled()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(Path.Combine(folder.Root, $"out-import-{Guid.NewGuid():n}"), options);
    }

    /// <summary>Writes the body to a file and says its SHA-256.</summary>
    private static async Task<string> SpoolAsync(HttpContext http, FileStream file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        while (await http.Request.Body.ReadAsync(buffer, http.RequestAborted) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), http.RequestAborted);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private Answered Read(string digest) =>
        import.Find(digest) is { } progress ? Shown(progress) : Problems.Of(404, "importUnknown", "no such file was imported since the start");

    private static Answered Shown(ImportProgress progress) => new(200, Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("import", progress.Digest);
        json.WriteBoolean("done", progress.IsDone);
        json.WriteNumber("lines", progress.Lines);
        json.WriteNumber("taken", progress.Taken);
        json.WriteNumber("already", progress.Already);
        json.WriteNumber("wrong", progress.Wrong);
        json.WriteStartArray("mistakes");
        foreach (var mistake in progress.Mistakes) Write(json, mistake);
        json.WriteEndArray();
        json.WriteEndObject();
    }));

    private static void Write(Utf8JsonWriter json, WrongLine mistake)
    {
        json.WriteStartObject();
        json.WriteNumber("line", mistake.Line);
        json.WriteString("code", mistake.Code);
        if (mistake.At is { } at) json.WriteString("at", at);
        json.WriteString("text", mistake.Text);
        json.WriteEndObject();
    }
}
