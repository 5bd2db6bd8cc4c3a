using System.Text.Json.Nodes;

namespace Holdfast.Fuzz.Http;

/// <summary>A change or a withdrawal that can be spoken about.</summary>
internal sealed record Named(string Account, string Id, string Digest);

/// <summary>What one line knows to be there: names that lead somewhere, learnt from answers.</summary>
internal sealed class Scene(string prefix, Random random)
{
    private const int Most = 64;

    private int names;

    public List<string> Accounts { get; } = [];

    public List<Named> Changes { get; } = [];

    public List<Named> Withdrawals { get; } = [];

    public List<string> Acts { get; } = [];

    public List<string> Freezes { get; } = [];

    /// <summary>Tokens of veto links.</summary>
    public List<string> Links { get; } = [];

    /// <summary>Idempotency keys that were used.</summary>
    public List<string> Keys { get; } = [];

    public long Head { get; private set; }

    public string Fresh(string stem) => $"{stem}{prefix}-{++names}";

    public string Account() => Pick(Accounts) ?? "nobody";

    public Named Change() => Pick(Changes) ?? new Named(Account(), "c_none", new string('0', 64));

    public Named Withdrawal() => Pick(Withdrawals) ?? new Named(Account(), "w_none", new string('0', 64));

    public T? Pick<T>(List<T> list)
        where T : class => list.Count == 0 ? null : list[random.Next(list.Count)];

    /// <summary>Takes from an answer what later requests can name.</summary>
    public void Learn(Shot shot, Answer answer)
    {
        if (answer.Status is not (200 or 201 or 202 or 403) || answer.Type != "application/json" || answer.Json() is not { } json) return;
        var account = shot.Path.Split('/') is { Length: > 3 } steps ? steps[3] : "";
        if (shot.Route.Id == "openAccount" && answer.Status == 201) Add(Accounts, Text(json, "id"));
        if (Text(json, "change") is { } change && Text(json, "digest") is { } digest)
            Add(Changes, new Named(account, change, digest));
        if (Text(json, "withdrawal") is { } withdrawal && Text(json, "digest") is { } bound)
            Add(Withdrawals, new Named(account, withdrawal, bound));
        if (Text(json, "act") is { } act) Add(Acts, act);
        if (Text(json, "freeze") is { } freeze) Add(Freezes, freeze);
        if (shot.Route.Id == "readEvents") LearnEvents(json);
    }

    private void LearnEvents(JsonObject page)
    {
        foreach (var entry in page["events"] as JsonArray ?? [])
        {
            Head = Math.Max(Head, (long)entry!["position"]!);
            foreach (var told in entry["data"]?["to"] as JsonArray ?? [])
                if ((string?)told?["link"] is { } link) Add(Links, link[(link.LastIndexOf('/') + 1)..]);
        }
    }

    private static string? Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>Keeps the newest and some older ones.</summary>
    private void Add<T>(List<T> list, T? item)
        where T : class
    {
        if (item is null) return;
        if (list.Count < Most) list.Add(item);
        else list[random.Next(Most)] = item;
    }
}
