using Holdfast.Domain.Official;
using Holdfast.Domain.Time;

namespace Holdfast.Domain.Tests.Official;

/// <summary>G45: what is held against the reader of official entries finds readers that are wrong as real ones were.</summary>
public sealed class FindingLooseReaders
{
    private static readonly Instant Now = new(500_000);

    /// <summary>Each reads text into the form that is compared, and is wrong in one way.</summary>
    private static readonly Dictionary<string, Func<OfficialKind, string, string?>> Planted = new(StringComparer.Ordinal)
    {
        ["makes letters small before it looks at them"] = (kind, text) => OfficialText.Read(kind, text.ToLowerInvariant()),
        ["leaves out what it does not know"] = (kind, text) => OfficialText.Read(kind, string.Concat(text.Where(c => c is > ' ' and < '\u007f'))),
        ["reads what looks alike as the same"] = (kind, text) => OfficialText.Read(kind, text.Replace('\u043E', 'o').Replace('0', 'o')),
        ["takes the name before the host for the host"] = (kind, text) => OfficialText.Read(kind, kind == OfficialKind.Link ? Before(text, "https://", '@') : text),
        ["does not look at the port"] = (kind, text) => OfficialText.Read(kind, text.Replace(":8443", "", StringComparison.Ordinal)),
        ["does not look at the scheme"] = (kind, text) => OfficialText.Read(kind, kind == OfficialKind.Link ? text.Replace("http://", "https://", StringComparison.Ordinal) : text),
        ["decodes before it looks"] = (kind, text) => OfficialText.Read(kind, Before(Uri.UnescapeDataString(text), "https://", '@')),
        ["does not look at the network of a name"] = (kind, text) => kind == OfficialKind.Handle ? OfficialText.Read(kind, "telegram:" + text[(text.LastIndexOf(':') + 1)..]) : OfficialText.Read(kind, text),
        ["takes what begins with ours"] = (kind, text) => Array.Find(Impostors.List, e => e.Kind == kind && text.StartsWith(e.Value, StringComparison.Ordinal))?.Value ?? OfficialText.Read(kind, text),
        ["takes what ends with ours"] = (kind, text) => Array.Find(Impostors.List, e => e.Kind == kind && text.EndsWith(e.Value, StringComparison.Ordinal))?.Value ?? OfficialText.Read(kind, text),
        ["takes subdomains"] = (kind, text) => kind == OfficialKind.Domain && text.EndsWith("." + Impostors.Domain, StringComparison.Ordinal) ? Impostors.Domain : OfficialText.Read(kind, text),
        ["drops what is asked of a link"] = (kind, text) => kind == OfficialKind.Link && text.StartsWith(Impostors.Link, StringComparison.Ordinal) ? Impostors.Link : OfficialText.Read(kind, text),
        ["drops tags of an address"] = (kind, text) => OfficialText.Read(kind, kind == OfficialKind.Email ? text.Replace("+x", "", StringComparison.Ordinal) : text),
    };

    public static TheoryData<string> Names => [.. Planted.Keys];

    [Fact]
    public void Nothing_that_only_looks_like_ours_is_said_to_be() =>
        Assert.Empty(Found((kind, text) => OfficialAnswer.Of(Impostors.List, kind, text, Now).Verdict));

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_loose_reader_is_found(string name) => Assert.NotEmpty(Found((kind, text) => Answer(Planted[name], kind, text)));

    [Fact]
    public void A_number_that_is_taken_at_its_word_is_found() =>
        Assert.NotEmpty(Found((kind, text) => OfficialAnswer.Of(Impostors.List, kind, text, Now) is { Entry: not null } ? Verdict.Ours : Verdict.NotOurs));

    /// <summary>Who says of nothing that it is ours is found, too.</summary>
    [Fact]
    public void A_reader_that_reads_nothing_is_found() => Assert.NotEmpty(Found((_, _) => Verdict.NotOurs));

    /// <summary>What is said to be ours and isn't, and what is and is not said to be.</summary>
    private static string[] Found(Func<OfficialKind, string, Verdict> answer) =>
    [
        .. Impostors.All().Where(i => answer(i.Kind, i.Text) == Verdict.Ours).Select(i => $"{i.Kind} {i.Text}"),
        .. Impostors.List.Where(e => e.Kind != OfficialKind.Phone && answer(e.Kind, e.Value) != Verdict.Ours).Select(e => $"{e.Kind} {e.Value}"),
    ];

    private static Verdict Answer(Func<OfficialKind, string, string?> read, OfficialKind kind, string text) =>
        read(kind, text) is { } value ? OfficialAnswer.Of(Impostors.List, kind, value, Now).Verdict : Verdict.CannotTell;

    private static string Before(string text, string scheme, char end)
    {
        var at = text.StartsWith(scheme, StringComparison.Ordinal) ? text.IndexOf(end, scheme.Length) : -1;
        return at < 0 ? text : text[..at] + "/";
    }
}
