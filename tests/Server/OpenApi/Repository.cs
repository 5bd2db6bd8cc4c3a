namespace Holdfast.Server.Tests.OpenApi;

/// <summary>The source tree that these tests were built from, and the generated files in it.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>Fails when the file is stale; writes it instead where `HOLDFAST_WRITE_REFERENCE` is 1.</summary>
    public static void AssertReference(string name, string content)
    {
        var path = Path.Combine(Root, "docs", "reference", name);
        if (Environment.GetEnvironmentVariable("HOLDFAST_WRITE_REFERENCE") == "1") File.WriteAllText(path, content);
        var committed = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(committed == content, $"docs/reference/{name} is stale; HOLDFAST_WRITE_REFERENCE=1 writes it anew");
    }

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "Holdfast.slnx"))
        ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("these tests run inside the repository"));
}
