using System.Text.Json;

namespace Holdfast.Domain.Tests.Destinations.Addresses.Vectors;

/// <summary>Vectors that lie beside the repository: a checkout without them skips their tests.</summary>
internal static class PublishedVectors
{
    private const string Folder = "shared/data/address-vectors";

    /// <summary>The file's root element; skips the test if the folder is not there.</summary>
    public static JsonElement Read(string file)
    {
        var folder = Find();
        Assert.SkipWhen(folder is null, $"no folder `{Folder}` beside the repository");
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder!, file)));
        return document.RootElement.Clone();
    }

    private static string? Find()
    {
        var root = Upward(AppContext.BaseDirectory).FirstOrDefault(IsRepository);
        return root is null
            ? null
            : Upward(root).Select(folder => Path.Combine(folder, Folder)).FirstOrDefault(Directory.Exists);
    }

    private static bool IsRepository(string folder) => File.Exists(Path.Combine(folder, "Holdfast.slnx"));

    private static IEnumerable<string> Upward(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
            yield return current.FullName;
    }
}
