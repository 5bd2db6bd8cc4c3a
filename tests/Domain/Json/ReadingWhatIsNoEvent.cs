using System.Text;
using System.Text.Json;
using Holdfast.Domain.Installations;
using Holdfast.Domain.Json;

namespace Holdfast.Domain.Tests.Json;

/// <summary>Bytes that are nothing of ours are told by one exception, whatever is wrong with them.</summary>
public sealed class ReadingWhatIsNoEvent
{
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":"flown"}""")]
    [InlineData("""{"account":"alice","type":"accountOpened"}""")]
    [InlineData("""{"type":"changeAsked","edits":[{"edit":{"key":"k1"}}]}""")]
    public void Throws_that_it_is_no_event(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.Throws<JsonException>(() => DomainJson.ReadEvent(bytes));
        Assert.Throws<JsonException>(() => InstallationJson.ReadEvent(bytes));
    }

    [Theory]
    [InlineData("""{"changes":null}""")]
    [InlineData("""{"changes":[null]}""")]
    [InlineData("""{"changes":[{"id":"c","parts":[null]}]}""")]
    public void Throws_that_it_is_no_state(string text) =>
        Assert.Throws<JsonException>(() => DomainJson.ReadState(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("-9223372036854775808")]
    [InlineData("9007199254740992")]
    [InlineData("0.5")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"\\udc00\":1}")]
    public void Has_no_canonical_form(string text)
    {
        using var document = JsonDocument.Parse(text);
        Assert.Throws<NotSupportedException>(() => CanonicalJson.Write(document.RootElement));
    }
}
