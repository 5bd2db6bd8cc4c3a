using System.Security.Cryptography;
using System.Text.Json;
using Holdfast.Domain.Decisions;
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
internal sealed class ImportEndpoints(Api api, AccountImport import, Installation installation, DataFolder folder, InstallationClock clock) : IDisposable
{
    /// <summary>In bytes: some million accounts.</summary>
    private const long MostBytes = 4L << 30;

    private const int PageSize = 1_000;

    private const string Spool = "out-import-";

    private int running;
    private volatile ImportProgress? last;

    public void Map(IEndpointRouteBuilder routes)
    {
        // of a server that was killed
        foreach (var left in Directory.EnumerateFiles(folder.Root, Spool + "*")) File.Delete(left);
        routes.MapPost("/v1/import", api.Stream(Door.Staff, ImportAsync)).Is(Operations.Import);
        routes.MapGet("/v1/import/{digest}", api.Get(Door.Staff, (http, _) => ValueTask.FromResult(Read(http)), query: true)).Is(Operations.ReadImport);
    }

    public void Dispose() => last?.Dispose();

    private async ValueTask<Answered> ImportAsync(HttpContext http, Caller caller)
    {
        if (http.Request.ContentType?.StartsWith("application/x-ndjson", StringComparison.OrdinalIgnoreCase) != true)
            return Problems.Of(415, "notNdjson", "an import is `application/x-ndjson` in UTF-8");
        // before a file that nobody agreed on fills the disk
        if (Importing.MissingAny(installation.State, clock.Sure()) is { } nothing) return Problems.Of(new Outcome.Refused(nothing));
        if (Interlocked.CompareExchange(ref running, 1, 0) != 0) return Problems.Of(409, "importRunning", "another file is being imported");
        try
        {
            await using var file = Spooled();
            if (await SpoolAsync(http, file) is not { } digest) return Problems.Of(413, "bodyTooLarge", $"a file has at most {MostBytes} bytes");
            if (Importing.Missing(installation.State, digest, clock.Sure()) is { } missing) return Problems.Of(new Outcome.Refused(missing));
            file.Position = 0;
            last?.Dispose();
            var progress = last = new ImportProgress(digest, new WrongLines(Spooled()));
            await import.RunAsync(file, progress, http.RequestAborted);
            return Shown(progress, 0);
        }
        finally
        {
            Volatile.Write(ref running, 0);
        }
    }

    /// <summary>Writes the body to a file and says its SHA-256; null where it is too large.</summary>
    private static async Task<string?> SpoolAsync(HttpContext http, FileStream file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        while (await http.Request.Body.ReadAsync(buffer, http.RequestAborted) is > 0 and var read)
        {
            if (file.Length + read > MostBytes) return null;
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), http.RequestAborted);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private Answered Read(HttpContext http)
    {
        if (Query.After(http) is not { } after) return Query.Wrong;
        return last is { } progress && string.Equals(progress.Digest, (string)http.Request.RouteValues["digest"]!, StringComparison.Ordinal)
            ? Shown(progress, after)
            : Problems.Of(404, "importUnknown", "this is not the file that was imported last, since the start");
    }

    private FileStream Spooled()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(Path.Combine(folder.Root, $"{Spool}{Guid.NewGuid():n}"), options);
    }

    private static Answered Shown(ImportProgress progress, long after) => new(200, Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("import", progress.Digest);
        json.WriteBoolean("done", progress.IsDone);
        json.WriteNumber("lines", progress.Lines);
        json.WriteNumber("taken", progress.Taken);
        json.WriteNumber("already", progress.Already);
        json.WriteNumber("wrong", progress.Wrong);
        json.WriteStartArray("mistakes");
        foreach (var mistake in progress.Mistakes.Read(after, PageSize)) Write(json, mistake);
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
