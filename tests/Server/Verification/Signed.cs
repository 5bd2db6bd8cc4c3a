using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Time;
using Holdfast.Server.Answers;
using Holdfast.Server.Permits;
using Holdfast.Server.Verification;

namespace Holdfast.Server.Tests.Verification;

/// <summary>Announcements as they are made, and who checks them.</summary>
internal sealed class Signed : IDisposable
{
    public const long Now = 1_800_000_000;

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly AnnouncementSigner signer;

    public Signed()
    {
        signer = new AnnouncementSigner(key, "https://holdfast.example");
        Verifier = new AnnouncementVerifier(key, Jwk.KeyId(key));
    }

    public AnnouncementVerifier Verifier { get; }

    /// <summary>The key set as the server shows it.</summary>
    public string Keys => new JsonObject
    {
        ["keys"] = new JsonArray(JsonNode.Parse(Json.Bytes(signer.WriteJwk))),
    }.ToJsonString();

    /// <param name="number">Another message for each.</param>
    public ShownMessage Message(int number = 1, string to = "alice@example.com", bool html = true, string kind = "email")
    {
        var telling = new Telling("email", kind, to, $"https://holdfast.example/veto/{number}", "https://holdfast.example/veto/all", "7K3M-QX2P-9TAV");
        var message = Holdfast.Server.Announcements.Letters.Message.For(
            "Your account: something new will be possible soon",
            [$"On your account {number} this was asked:", "- The API key k1 can withdraw.", "We never call you."], telling, "https://holdfast.example/v1/verify");
        var signature = signer.Sign(
            $"a_{number}/0", "changeApproved", telling, message, new Instant(Now * 1000), html ? message.Html : null);
        return new ShownMessage(message.Subject, message.Plain, html ? message.Html : null, kind, to, signature);
    }

    public NotOurs? Check(ShownMessage message, long at = Now + 60) => Verifier.Check(message, at, _ => false);

    /// <summary>A line of the script's batch.</summary>
    public static string Line(ShownMessage m, long at) => JsonSerializer.Serialize(new
    {
        subject = m.Subject,
        text = m.Text,
        html = m.Html,
        kind = m.Kind,
        to = m.To,
        signature = m.Signature,
        at,
    });

    public void Dispose() => key.Dispose();
}
