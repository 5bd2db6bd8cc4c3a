using Holdfast.Domain.Accounts;
using Holdfast.Domain.Decisions;
using Holdfast.Domain.Time;
using Holdfast.Server.Announcements.Letters;
using Holdfast.Server.Owners;
using Holdfast.Server.Verification;

namespace Holdfast.Server.Announcements;

/// <summary>Puts an announcement into the log, once, with the links, codes and signatures of its recipients.</summary>
/// <param name="publicUrl">Where people reach this server.</param>
internal sealed class Recording(
    OwnerBook owners, VetoLinks links, AnnouncementCodes codes, AnnouncementSigner signer, Func<string> publicUrl)
{
    /// <param name="at">When what it is about happened.</param>
    public async ValueTask RecordAsync(string owner, AnnouncementId id, Announcement plan, Instant at)
    {
        var verify = publicUrl() + "/v1/verify";
        var takenOver = plan.Series is Series.Alert or Series.Reminder or Series.Digest ? owners.ReadOwner(owner).State.TakenOver : [];
        plan = plan with { Letter = plan.Letter.With(takenOver) };
        Telling[] to = [.. plan.To.Select((recipient, i) => Complete(recipient, i, id, plan, at, verify))];
        var announced = new OwnerEvent.Announced(
            plan.Account, id.ToString(), plan.Change, plan.Letter.Kind, to, plan.Letter.Subject, plan.Letter.Text,
            at + AnnouncementSigner.Life, verify, takenOver.Length > 0 ? true : null);
        await owners.RunAsync(owner, new Command
        {
            Claims = [id.Key],
            Points = _ => [.. to.Select(t => AnnouncementCodes.Key(t.Code!))],
            Decide = _ => new Outcome.Records(announced),
            Answer = (_, _) => new Answered(200, default),
        });
    }

    private Telling Complete(Telling recipient, int place, AnnouncementId id, Announcement plan, Instant at, string verify)
    {
        var to = recipient with
        {
            Link = plan.CanVeto ? links.For(new VetoLink(id, place, All: false)) : null,
            LinkAll = plan.CanVeto ? links.For(new VetoLink(id, place, All: true)) : null,
            Code = codes.For(id.ToString(), place),
        };
        var message = Message.For(plan.Letter.Subject, plan.Letter.Text, to, verify);
        return to with { Signature = signer.Sign($"{id}/{place}", plan.Letter.Kind, to, message, at) };
    }
}
