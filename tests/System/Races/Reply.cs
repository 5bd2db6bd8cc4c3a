using System.Text.Json;

namespace Holdfast.System.Tests.Races;

/// <summary>What a command was answered with.</summary>
internal sealed record Reply(int Status, string Body, bool Replayed)
{
    public bool IsDone => Status is 200 or 201 or 202;

    public string Text(string member)
    {
        using var json = JsonDocument.Parse(Body);
        return json.RootElement.GetProperty(member).GetString()!;
    }

    /// <summary>The code of a problem, or the decision of a withdrawal, or nothing.</summary>
    public string Word
    {
        get
        {
            if (Body.Length == 0) return "";
            using var json = JsonDocument.Parse(Body);
            foreach (var name in (string[])["code", "decision", "state"])
                if (json.RootElement.TryGetProperty(name, out var word)) return word.GetString()!;
            return "";
        }
    }

    /// <summary>The answer without what is given only once.</summary>
    public string Lasting
    {
        get
        {
            foreach (var once in (string[])[",\"permit\":", ",\"secrets\":"])
                if (Body.IndexOf(once, StringComparison.Ordinal) is >= 0 and var at) return Body[..at] + "}";
            return Body;
        }
    }

    public override string ToString() => $"{Status} {Word}{(Replayed ? " replayed" : "")}";
}
