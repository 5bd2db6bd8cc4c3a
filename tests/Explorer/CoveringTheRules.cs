using System.Reflection;
using System.Text.Json.Serialization;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Policies;
using Holdfast.Explore.Ghosts;
using Holdfast.Explore.Moves;

namespace Holdfast.Explorer.Tests;

/// <summary>Everything that a change can name is in the model: a new element or edit fails here until it is.</summary>
public sealed class CoveringTheRules
{
    private static readonly Type[] Inner =
    [
        typeof(Edit.OpenKey), typeof(Edit.OpenCredential), typeof(Edit.FullCredential), typeof(Edit.FullGuardian),
        typeof(Edit.FullChannel),
    ];

    [Fact]
    public void Every_element_can_be_expanded_and_is_watched()
    {
        foreach (var element in Enum.GetValues<Element>())
        {
            Assert.NotEmpty(Edits.Expanding(element));
            Assert.True(Array.Exists(Power.All, p => p.Element == element) || Array.IndexOf(Power.WatchedOtherwise, element) >= 0);
            Assert.NotNull(Edits.Reducing(element));
            Assert.NotNull(Edits.Opening(element));
        }
    }

    [Fact]
    public void Every_edit_that_a_request_may_name_is_asked()
    {
        var asked = new Menu(Elements.All, wide: true).Always.OfType<Move.Ask>().SelectMany(a => a.Edits).Select(e => e.GetType());
        var named = typeof(Edit).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(a => a.DerivedType).Except(Inner);
        Assert.Empty(named.Except(asked));
    }

    [Fact]
    public void Every_move_has_words_of_its_own()
    {
        var words = new Menu(Elements.All, wide: true).Always.Select(m => m.ToString()!).ToArray();
        Assert.Equal(words.Length, words.Distinct().Count());
    }
}
