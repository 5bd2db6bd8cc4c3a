using System.Text.Json;
using Holdfast.Consoles.Pages;
using Holdfast.Server.Owners;
using Holdfast.Server.Reading;

namespace Holdfast.Server.OwnerConsole;

/// <summary>What the API answers, as a page needs it.</summary>
internal static class AnswerReading
{
    /// <summary>What is wrong, in words.</summary>
    public static string[] Mistakes(Answered answer)
    {
        using var body = JsonDocument.Parse(answer.Body);
        var root = body.RootElement;
        if (!root.TryGetProperty("errors", out var errors) || errors.GetArrayLength() == 0) return [Sentence(root.GetProperty("detail").GetString()!)];
        return [.. errors.EnumerateArray().Select(e => Sentence(e.GetProperty("text").GetString()!))];
    }

    /// <summary>A member of the answer that is a text; null where it has none.</summary>
    public static string? Text(Answered answer, string member)
    {
        using var body = JsonDocument.Parse(answer.Body);
        return body.RootElement.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    /// <summary>What is shown once.</summary>
    public static ShownSecret[] Secrets(Answered answer)
    {
        if (answer.Once is not { Member: "secrets" } once) return [];
        using var body = JsonDocument.Parse(once.Value());
        return [.. body.RootElement.EnumerateArray().Select(s => new ShownSecret(
            Member(s, "factor") ?? Member(s, "key") ?? Member(s, "channel") ?? "it", Member(s, "secret") ?? "", Member(s, "uri"),
            s.TryGetProperty("codes", out var codes) ? [.. codes.EnumerateArray().Select(c => c.GetString()!)] : []))];
    }

    private static string? Member(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>A mistake with the field that it is about.</summary>
    public static string Sentence(Mistake mistake) =>
        Array.FindLast(mistake.At.Split('/'), part => part.Length > 0 && !part.All(char.IsAsciiDigit)) is { } field ? Sentence($"{mistake.Text} ({field})") : Sentence(mistake.Text);

    private static string Sentence(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..] + (text[^1] is '.' or '?' ? "" : ".");
}
