using System.Text.Json;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Json;
using Holdfast.Domain.Time;
using Holdfast.Server.Answers;
using Holdfast.Server.Owners;

namespace Holdfast.Server.Changes;

/// <summary>A change as the platform and its customers see it.</summary>
internal static class ChangeView
{
    /// <summary>Whether this viewer is shown a quiet veto: its session, an aged guardian, staff.</summary>
    public static bool SeesQuietVeto(OwnerState state, Change change, Viewer viewer) =>
        change.Quiet is { } quiet && (viewer.IsStaff || viewer.IsSession(quiet.By.Session) || viewer.IsAgedGuardian(state));

    public static byte[] Write(Moment moment, Change change, Viewer viewer, Func<Instant, Instant> shown) => Json.Bytes(json =>
    {
        json.WriteStartObject();
        WriteMembers(json, moment, change, viewer, shown);
        json.WriteEndObject();
    });

    public static void WriteMembers(
        Utf8JsonWriter json, Moment moment, Change change, Viewer viewer, Func<Instant, Instant> shown)
    {
        var quiet = SeesQuietVeto(moment.State, change, viewer);
        json.WriteString("change", change.Id);
        json.WriteString("account", change.Account);
        json.WriteString("digest", change.Digest);
        json.WriteStartArray("text");
        foreach (var line in change.Text) json.WriteStringValue(line);
        json.WriteEndArray();
        json.WriteString("state", quiet ? "vetoed" : StateOf(change));
        json.WriteString("askedAt", shown(change.AskedAt).ToString());
        json.WriteStartArray("edits");
        for (var i = 0; i < change.Edits.Length; i++) WriteEdit(json, moment, change, i, quiet, shown);
        json.WriteEndArray();
        WriteAssessment(json, change.Assessment);
        if (change.NeedsGuardian) json.WriteBoolean("needsGuardian", true);
        if (change.NeedsStaff) json.WriteBoolean("needsTwoStaff", true);
    }

    /// <summary>The state in the contract's words; a quiet veto does not show.</summary>
    public static string StateOf(Change change) => change switch
    {
        { AwaitsApproval: true } => "awaitingApproval",
        { Waits: true } => "held",
        { Ending: Ending.Vetoed } => "vetoed",
        { Ending: Ending.Expired } => "expired",
        { Ending: Ending.NobodyTold } => "nobodyTold",
        { Ending: Ending.Voided } => "voided",
        { Ending: null } => "inForce",
        _ => throw new InvalidOperationException($"no word for {change.Ending}"),
    };

    /// <summary>When a part comes into force as things stand; null while its hold hasn't begun or its clock stands.</summary>
    public static Instant? EffectiveAt(Moment moment, HeldPart part)
    {
        if (part.State != PartState.Held || part.StartAge is null) return null;
        if (moment.State.Clock(part.Clock).IsPausedAt(moment.At)) return null;
        var matures = Maturing.Matures(moment.State, part);
        return matures == Instant.Never ? null : matures;
    }

    private static void WriteEdit(
        Utf8JsonWriter json, Moment moment, Change change, int index, bool quiet, Func<Instant, Instant> shown)
    {
        var edit = change.Edits[index];
        var parts = Array.FindAll(change.Parts, p => p.Edit == index);
        var state = EditState(edit, parts, quiet);
        var effective = EditEffectiveAt(moment, change, parts, state);
        using var body = JsonSerializer.SerializeToDocument(edit.Edit, DomainJson.Default.Edit);
        json.WriteStartObject();
        foreach (var member in body.RootElement.EnumerateObject()) member.WriteTo(json);
        json.WriteString("effect", edit.Effect == Effect.Expands ? "expands" : "reduces");
        json.WriteString("state", state);
        if (effective is { } at) json.WriteString("effectiveAt", shown(at).ToString());
        else json.WriteNull("effectiveAt");
        json.WriteEndObject();
    }

    private static string EditState(JudgedEdit edit, HeldPart[] parts, bool quiet)
    {
        if (edit.Effect == Effect.Reduces) return "inForce";
        if (Array.Exists(parts, p => p.State == PartState.Awaiting)) return quiet ? "voided" : "awaitingApproval";
        if (Array.Exists(parts, p => p.State == PartState.Held)) return quiet ? "voided" : "held";
        return Array.Exists(parts, p => p.State is PartState.Voided or PartState.Vetoed) ? "voided" : "inForce";
    }

    private static Instant? EditEffectiveAt(Moment moment, Change change, HeldPart[] parts, string state)
    {
        if (state == "held")
        {
            var held = Array.FindAll(parts, p => p.State == PartState.Held);
            var each = Array.ConvertAll(held, p => EffectiveAt(moment, p));
            return Array.Exists(each, e => e is null) ? null : each.Max();
        }
        if (state != "inForce") return null;
        return parts.Length == 0 ? change.AskedAt : change.EndedAt ?? change.ApprovedAt ?? change.AskedAt;
    }

    private static void WriteAssessment(Utf8JsonWriter json, Assessment assessment)
    {
        json.WriteStartObject("assessment");
        json.WriteString("level", assessment.Level switch
        {
            Level.None => "none",
            Level.Low => "low",
            Level.Elevated => "elevated",
            Level.High => "high",
            _ => throw new InvalidOperationException($"no word for {assessment.Level}"),
        });
        json.WriteStartArray("reasons");
        foreach (var code in assessment.Reasons)
        {
            json.WriteStartObject();
            json.WriteString("code", code);
            json.WriteString("text", Assessing.Text(code));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
