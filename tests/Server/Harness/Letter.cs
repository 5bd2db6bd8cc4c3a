using System.Text;

namespace Holdfast.Server.Tests.Harness;

/// <summary>A letter as the outbox holds it, decoded.</summary>
public sealed record Letter(string Head, string Text)
{
    public string Subject => Header("Subject");

    public string To => Header("To");

    /// <summary>The veto link that it carries; null for none.</summary>
    public string? Link => Text.Split('\r', '\n').FirstOrDefault(l => l.StartsWith("http", StringComparison.Ordinal));

    public string LinkPath => new Uri(Link!).AbsolutePath;

    public static Letter Parse(string file)
    {
        var end = file.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return new Letter(file[..end], Encoding.UTF8.GetString(Convert.FromBase64String(file[end..].Replace("\r\n", "", StringComparison.Ordinal))));
    }

    private string Header(string name) => Head.Split("\r\n").Single(h => h.StartsWith(name + ": ", StringComparison.Ordinal))[(name.Length + 2)..];
}
