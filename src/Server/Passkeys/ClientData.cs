using System.Text.Json;
using System.Text.Unicode;

namespace Holdfast.Server.Passkeys;

/// <summary>
/// The form of client data: what a browser says that a passkey was used for. The framework's verifier takes the names of members in any
/// case, the last of two, and a challenge in any spelling. Source: Web Authentication Level 3, section 5.8.1.
/// </summary>
internal static class ClientData
{
    /// <summary>Whether they can be read in one way alone.</summary>
    public static bool IsClear(byte[] bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var (data, names) = (json.RootElement, new HashSet<string>(StringComparer.OrdinalIgnoreCase));
            return Utf8.IsValid(bytes) && data.EnumerateObject().All(m => names.Add(m.Name))
                && data.TryGetProperty("type", out _) && data.TryGetProperty("origin", out _)
                && data.TryGetProperty("challenge", out var challenge) && PasskeyResponse.IsPlain(challenge.GetString() ?? "");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
