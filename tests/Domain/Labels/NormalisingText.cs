using System.Text;
using Holdfast.Domain.Labels;

namespace Holdfast.Domain.Tests.Labels;

public sealed class NormalisingText
{
    [Fact]
    public void It_is_composed_as_icu_composes_it()
    {
        Assert.True(IcuVectors.All.Length >= 400);
        foreach (var (text, nfc, _) in IcuVectors.All) Assert.Equal(nfc, CanonicalForm.Compose(text));
    }

    [Fact]
    public void Both_forms_come_to_the_same_whichever_is_taken_first()
    {
        foreach (var (text, nfc, _) in IcuVectors.All)
        {
            var nfd = CanonicalForm.Decompose(text);
            Assert.Equal(nfd, CanonicalForm.Decompose(nfc));
            Assert.Equal(nfd, CanonicalForm.Decompose(nfd));
            Assert.Equal(nfc, CanonicalForm.Compose(nfd));
        }
    }

    [Fact]
    public void A_text_that_is_left_alone_would_not_pass_for_composed() =>
        Assert.Contains(IcuVectors.All, v => v.Text != v.Nfc);

    [Fact]
    public void The_framework_leaves_decomposed_text_alone_which_is_why_there_are_tables() =>
        Assert.Equal("e\u0301", "e\u0301".Normalize(NormalizationForm.FormC));
}
