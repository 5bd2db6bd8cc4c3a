using System.Text.Json;

namespace Holdfast.Signing.Tests.Vectors;

/// <summary>
/// Vectors in a folder `shared/data` above the tests; where it is not, their tests are skipped by name.
/// </summary>
internal static class PublishedVectors
{
    public static JsonElement Read(params string[] path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine([folder.FullName, "shared", "data", .. path]);
            if (File.Exists(file)) return JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(file));
        }

        Assert.Skip($"no `shared/data/{string.Join('/', path)}` in a folder above the tests");
        return default;
    }

    public static byte[] Hex(this JsonElement of, string name) => Convert.FromHexString(of.GetProperty(name).GetString()!);

    public static string Text(this JsonElement of, string name) => of.GetProperty(name).GetString()!;
}
