namespace Holdfast.Server.Gate;

/// <summary>The members of a request, by the names that its exchange gives them.</summary>
/// <param name="Names">By ours: `id`, `asset`, `network`, `amount`, `address`, `tag`.</param>
internal sealed record WithdrawalForm(IReadOnlyDictionary<string, string> Names)
{
    private static readonly string[] Needed = ["asset", "network", "amount", "address"], Known = [.. Needed, "id", "tag"];

    /// <summary>Reads `asset=coin network=chain …`.</summary>
    public static WithdrawalForm? Read(string[] words, out string? mistake)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        mistake = null;
        foreach (var word in words)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || equals == word.Length - 1 || !Known.Contains(word[..equals]) || !names.TryAdd(word[..equals], word[(equals + 1)..]))
                mistake ??= $"`{word}` is not one of id=, asset=, network=, amount=, address=, tag= and a name, each once";
        }
        if (mistake is null && Array.Find(Needed, n => !names.ContainsKey(n)) is { } missing) mistake = $"`{missing}=` is missing";
        return mistake is null ? new WithdrawalForm(names) : null;
    }

    /// <summary>
    /// The withdrawal as the body of `POST …/withdrawals` has it; null where a part that is needed is missing or there twice.
    /// </summary>
    /// <param name="signed">A name for what the client signed: that of a withdrawal for which he gave none.</param>
    public byte[]? Write(ReadOnlySpan<byte> target, ReadOnlySpan<byte> body, string signed, string key, string credential, string ip)
    {
        if (RequestMembers.Read(target, body) is not { } members) return null;
        string? Of(string name) => Names.TryGetValue(name, out var theirs) && members.TryGetValue(theirs, out var value) && value.Length > 0 ? value : null;
        if (Of("asset") is not { } asset || Of("network") is not { } network || Of("amount") is not { } amount || Of("address") is not { } address) return null;
        var id = Of("id") ?? "g_" + signed;
        return Answers.Json.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("withdrawal", id);
            json.WriteString("asset", asset.ToUpperInvariant());
            json.WriteString("network", NetworkNames.Ours(network));
            json.WriteString("amount", amount);
            json.WriteString("address", address);
            if (Of("tag") is { } tag) json.WriteString("tag", tag);
            json.WriteStartObject("via");
            json.WriteString("key", key);
            json.WriteString("credential", credential);
            json.WriteString("ip", ip);
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }
}
