using Holdfast.Domain.Changes;
using Holdfast.Domain.Factors;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests.Channels;

public sealed class KeepingAWebhookSecret
{
    private static readonly SecretPart Sealed = new("channel/hook", "c2VhbGVk");

    private static Given Hooked()
    {
        var given = Given.Aged();
        Given.Recorded(given.TryAsk(Given.Owner, [Webhook("hook")], secrets: [Sealed]));
        return given;
    }

    [Fact]
    public void Takes_it_from_the_change_at_once()
    {
        var given = Hooked();
        Assert.Equal(Sealed.Sealed, Find(given).SealedSecret);
        Assert.Equal(Sealed.Sealed, Find(given.Hours(97)).SealedSecret);
        Assert.Null(Array.Find(given.Seen.Channels, c => c.Id == Given.Mail)!.SealedSecret);
    }

    [Fact]
    public void Keeps_it_while_a_removed_channel_is_still_told()
    {
        var given = Hooked().Hours(97);
        given.Held(new Edit.RemoveChannel("hook"));
        Assert.NotNull(Find(given).EndedAt);
        Assert.Equal(Sealed.Sealed, Find(given).SealedSecret);
    }

    [Fact]
    public void Refuses_the_same_again_where_an_answer_without_the_secret_would_mislead() =>
        Given.Refused("channelExists", Hooked().TryAsk(Given.Owner, [Webhook("hook")]));

    [Fact]
    public void Lets_two_channels_go_to_the_same_place()
    {
        var given = Hooked();
        Given.Recorded(given.TryAsk(Given.Owner, [new Edit.AddChannel("next", ChannelKind.Webhook, Webhook("hook").To)]));
        Assert.Equal(2, given.Seen.Channels.Count(c => c.To == Webhook("hook").To));
    }

    private static Channel Find(Given given) => Array.Find(given.Seen.Channels, c => c.Id == "hook")!;
}
