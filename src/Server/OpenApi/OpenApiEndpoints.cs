using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.Server.Hosting;
using Holdfast.Server.Owners;

namespace Holdfast.Server.OpenApi;

/// <summary>Serves the document; it is made when somebody first asks for it, and once.</summary>
internal sealed class OpenApiEndpoints(Api api)
{
    public const string Path = "/openapi/v1.json";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public void Map(IEndpointRouteBuilder routes)
    {
        var document = new Lazy<byte[]>(() => Write(routes.DataSources.SelectMany(s => s.Endpoints)));
        routes.MapGet(Path, api.Public(_ => ValueTask.FromResult(new Answered(200, document.Value)))).Is(Operations.Document);
    }

    public static byte[] Write(IEnumerable<Endpoint> endpoints) =>
        [.. System.Text.Encoding.UTF8.GetBytes(OpenApiDocument.Of(endpoints).ToJsonString(Readable)), (byte)'\n'];
}
