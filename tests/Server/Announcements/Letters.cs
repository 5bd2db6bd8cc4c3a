using System.Text.RegularExpressions;
using Holdfast.Domain.Accounts;
using Holdfast.Server.Announcements.Letters;

namespace Holdfast.Server.Tests.Announcements;

public sealed partial class Letters
{
    private static readonly Telling Alice = new(
        "email", "email", "alice@example.com", "https://h.example/veto/1", "https://h.example/veto/2", "7K3M-QX2P-9TAV");

    public static TheoryData<string> Kinds => [.. Phrases.English.Letters];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Have_a_subject_without_a_blank_to_fill_and_say_that_nobody_calls(string kind)
    {
        Assert.DoesNotContain('{', Phrases.English.Subject(kind));
        var lines = Phrases.English.Paragraphs(kind, new Anything());
        Assert.DoesNotContain(lines, l => l.Contains('{', StringComparison.Ordinal));
        Assert.Equal(kind != "staffUntold", lines.Contains(Phrases.English["never"]));
    }

    [Fact]
    public void Are_not_sent_with_a_blank_left_empty() =>
        Assert.Throws<KeyNotFoundException>(() => Phrases.English.Paragraphs("changeApproved", new Dictionary<string, string[]>()));

    [Fact]
    public void Keep_a_value_that_looks_like_a_blank_as_it_is() =>
        Assert.Equal("Stop this: {never}", Phrases.English.Say("stopThis", ("link", "{never}")));

    [Fact]
    public void Say_the_same_in_both_forms()
    {
        var message = Message.For("Your account", ["This was asked:", "- a key can withdraw", "- a <b>label</b> & more", "We never call you."], Alice, "https://h.example/v1/verify");
        Assert.Equal(
            "This was asked:\n\n- a key can withdraw\n- a <b>label</b> & more\n\nWe never call you.\n\nStop this: https://h.example/veto/1\n\n"
            + "Stop everything that waits: https://h.example/veto/2", message.Plain[..message.Plain.IndexOf("\n\nThis message has", StringComparison.Ordinal)]);
        var words = System.Net.WebUtility.HtmlDecode(Tags().Replace(message.Html, " "));
        Assert.Contains("a <b>label</b> & more", words, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", message.Html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://h.example/veto/1\"", message.Html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://h.example/veto/2\"", message.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", message.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", message.Html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Carry_no_link_and_no_code_where_there_is_none()
    {
        var message = Message.For("s", ["words"], new Telling("email", "email", "a@example.com", null), "https://h.example/v1/verify");
        Assert.Equal("words", message.Plain);
        Assert.DoesNotContain("href", message.Html, StringComparison.Ordinal);
    }

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tags();

    /// <summary>Has a value for every blank.</summary>
    private sealed class Anything : Dictionary<string, string[]>, IReadOnlyDictionary<string, string[]>
    {
        string[] IReadOnlyDictionary<string, string[]>.this[string key] => ["x"];
    }
}
