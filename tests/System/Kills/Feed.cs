using System.Text.Json;
using Holdfast.System.Tests.Races;

namespace Holdfast.System.Tests.Kills;

/// <summary>What a follower of the event feed has read, and that it never reads anything else there again.</summary>
internal sealed class Feed(Faults faults)
{
    private readonly List<string> rows = [""];
    private readonly Dictionary<string, long> versions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> seen = new(StringComparer.Ordinal);
    private (string Owner, long Position)? opened;

    /// <summary>The newest checkpoint that it holds, as JSON.</summary>
    public string? Checkpoint { get; private set; }

    public long Position => rows.Count - 1;

    /// <summary>How often an event of this name about this thing was recorded.</summary>
    public int Count(string type, string thing) => seen.GetValueOrDefault($"{type} {thing}");

    /// <summary>Reads on from where it stands.</summary>
    public async Task FollowAsync(Wire wire)
    {
        while (true)
        {
            var reply = await wire.GetAsync($"/v1/events?after={Position}&limit=1000");
            using var page = JsonDocument.Parse(reply.Body);
            if (page.RootElement.GetProperty("checkpoint") is { ValueKind: JsonValueKind.Object } checkpoint)
                Checkpoint = checkpoint.GetRawText();
            var events = page.RootElement.GetProperty("events");
            if (events.GetArrayLength() == 0) return;
            foreach (var row in events.EnumerateArray()) Take(row);
        }
    }

    /// <summary>Reads the last ones again: they must be as they were.</summary>
    public async Task AgainAsync(Wire wire, int howMany)
    {
        var from = Math.Max(0, Position - howMany);
        using var page = JsonDocument.Parse((await wire.GetAsync($"/v1/events?after={from}&limit=1000")).Body);
        foreach (var row in page.RootElement.GetProperty("events").EnumerateArray())
        {
            var position = row.GetProperty("position").GetInt64();
            if (position > Position) return;
            if (Lasting(row) != rows[(int)position]) faults.Contradicts($"position {position} holds another event than before the kill");
        }
        if (from + page.RootElement.GetProperty("events").GetArrayLength() < Math.Min(Position, from + 1000))
            faults.Loses($"the feed ends before position {Position}, which was read before the kill");
    }

    private void Take(JsonElement row)
    {
        var position = row.GetProperty("position").GetInt64();
        if (position != rows.Count) faults.Contradicts($"after position {Position} the feed goes on with {position}");
        rows.Add(Lasting(row));
        var (owner, version) = (row.GetProperty("owner").GetString()!, row.GetProperty("version").GetInt64());
        var type = row.GetProperty("type").GetString()!;
        if (version != versions.GetValueOrDefault(owner) + 1)
            faults.Contradicts($"version {version} of {owner} at {position} follows {versions.GetValueOrDefault(owner)}");
        versions[owner] = version;
        if (opened is { } half && (half.Owner != owner || type != "changeAsked"))
            faults.Contradicts($"the account opened at {half.Position} is half recorded: its first change is not there");
        opened = type == "accountOpened" ? (owner, position) : null;
        var name = $"{type} {Thing(type, row)}";
        seen[name] = seen.GetValueOrDefault(name) + 1;
    }

    /// <summary>Without the time, which is shown later where a restart lost some.</summary>
    private static string Lasting(JsonElement row) =>
        $"{row.GetProperty("owner")} {row.GetProperty("version")} {row.GetProperty("type")} {row.GetProperty("data").GetRawText()}";

    private static string Thing(string type, JsonElement row) => row.GetProperty("data") switch
    {
        { ValueKind: JsonValueKind.Object } data when data.TryGetProperty("change", out var change) && type.StartsWith("change", StringComparison.Ordinal)
            => change.GetString()!,
        { ValueKind: JsonValueKind.Object } data when type == "accountFrozen" => data.GetProperty("freeze").GetProperty("id").GetString()!,
        { ValueKind: JsonValueKind.Object } data when data.TryGetProperty("withdrawal", out var withdrawal) && withdrawal.ValueKind == JsonValueKind.Object
            => withdrawal.GetProperty("request").GetProperty("id").GetString()!,
        _ => row.GetProperty("account").GetString()!,
    };
}
