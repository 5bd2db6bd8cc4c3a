using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Holdfast.Fuzz.Http;

/// <summary>
/// Secrets that the server holds, in every spelling in which they could slip out. What is shown once is learnt from the
/// answer that shows it, and belongs to no answer after that.
/// </summary>
internal sealed class Canaries
{
    private const int MostLearnt = 256;

    private readonly Lock gate = new();
    private readonly List<(string Name, string Text)> planted = [];
    private readonly Queue<(string Name, string Text)> learnt = new();
    private SearchValues<string>? search;

    public void PlantText(string name, string text) => Plant((name, text));

    public void PlantBytes(string name, ReadOnlySpan<byte> secret) => Plant(
        (name, Convert.ToHexStringLower(secret)), (name, Convert.ToHexString(secret)),
        (name, Convert.ToBase64String(secret).TrimEnd('=')), (name, Base64Url.EncodeToString(secret)));

    /// <summary>Everything in the folder of keys.</summary>
    public void PlantFolder(string keys)
    {
        foreach (var file in Directory.GetFiles(keys))
        {
            var name = Path.GetFileName(file);
            if (!file.EndsWith(".pem", StringComparison.Ordinal))
            {
                PlantBytes(name, File.ReadAllBytes(file));
                continue;
            }
            using var key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(file));
            PlantBytes(name, key.ExportParameters(true).D!);
            PlantText(name, File.ReadAllLines(file)[1]);
        }
    }

    /// <summary>Learns what an answer shows for the first time; the answer without it is returned.</summary>
    public string Learn(Answer answer)
    {
        var text = Encoding.UTF8.GetString(answer.Body);
        if (answer.IsReplayed || answer.Status != 201 || answer.Json() is not { } json) return text;
        var secrets = (json["secrets"] as JsonArray ?? []).OfType<JsonObject>().Select(s => (string?)s["secret"]);
        foreach (var secret in secrets.Append((string?)json["token"]).OfType<string>())
        {
            text = text.Replace(secret, "", StringComparison.Ordinal);
            lock (gate)
            {
                learnt.Enqueue(("shown once", secret));
                if (learnt.Count > MostLearnt) learnt.Dequeue();
                search = null;
            }
        }
        return text;
    }

    /// <summary>The name of a secret that a text holds, or null.</summary>
    public string? In(string text)
    {
        SearchValues<string> all;
        lock (gate)
            all = search ??= SearchValues.Create([.. planted.Concat(learnt).Select(c => c.Text)], StringComparison.Ordinal);
        if (!text.AsSpan().ContainsAny(all)) return null;
        lock (gate)
            foreach (var (name, secret) in planted.Concat(learnt))
                if (text.Contains(secret, StringComparison.Ordinal)) return name;
        return null;
    }

    private void Plant(params ReadOnlySpan<(string, string)> found)
    {
        lock (gate)
        {
            planted.AddRange(found);
            search = null;
        }
    }
}
