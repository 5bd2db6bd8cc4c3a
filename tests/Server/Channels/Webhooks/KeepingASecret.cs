using Holdfast.Server.Channels.Webhooks;

namespace Holdfast.Server.Tests.Channels.Webhooks;

public sealed class KeepingASecret
{
    [Fact]
    public void A_secret_has_32_bytes_and_is_read_as_it_was_shown()
    {
        var text = WebhookSecret.Random().Reveal();
        Assert.Equal(32, Convert.FromBase64String(text["whsec_".Length..]).Length);
        Assert.True(WebhookSecret.TryParse(text, out var read));
        Assert.Equal(text, read.Reveal());
        Assert.NotEqual(text, WebhookSecret.Random().Reveal());
    }

    [Fact]
    public void Its_text_is_not_shown_by_accident()
    {
        var secret = WebhookSecret.Random();
        Assert.Equal("whsec_(hidden)", $"{secret}");
        Assert.DoesNotContain(secret.Reveal()[6..], System.Text.Json.JsonSerializer.Serialize(secret));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n")]
    [InlineData("whsec_ MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLQ==")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAB==")]
    [InlineData("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Only_the_one_spelling_of_24_to_64_bytes_is_a_secret(string? text) =>
        Assert.False(WebhookSecret.TryParse(text, out _));
}
