using System.Text.Json;
using Holdfast.Domain.Installations;
using Holdfast.Domain.Official;
using Holdfast.Server.Answers;
using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Owners;
using Holdfast.Server.Reading;

namespace Holdfast.Server.Official;

/// <summary>The official list: read by everybody, kept by two staff members.</summary>
internal sealed class OfficialEndpoints(Api api, Installation installation, InstallationClock clock)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/official", api.Public(http => ValueTask.FromResult(Read(http)))).Is(Operations.ReadOfficial);
        routes.MapPost("/v1/official", api.Post(Door.Staff, ProposeAsync)).Is(Operations.ProposeOfficial);
        routes.MapGet("/v1/official/{act}", api.Get(Door.Staff, (http, _) => ValueTask.FromResult(ReadProposal(http)))).Is(Operations.ReadOfficialProposal);
    }

    private Answered Read(HttpContext http) => http.Request.Query.Count > 0 ? Query.Wrong : new(200, Json.Bytes(json =>
    {
        json.WriteStartObject();
        Write(json, "entries", installation.State.Official.Where(e => !(clock.Wall() > e.Until)));
        json.WriteEndObject();
    }));

    private async ValueTask<Answered> ProposeAsync(Ask ask)
    {
        var reading = Bodies.Official(ask.Body);
        if (reading.Value is not { } body) return Problems.Of(reading.Mistakes);
        var publish = new PublishOfficial(body.Entries, ask.Caller.Name, Ids.Act());
        var before = installation.State.Official;
        return await installation.RunAsync(
            (state, at) => PublishOfficial.Decide(state, publish, at),
            (outcome, state) => Installation.Refusal(outcome, () =>
            {
                var act = outcome is InstallationOutcome.Nothing nothing ? nothing.Act : publish.Act;
                return new Answered(outcome is InstallationOutcome.Nothing { Act: null } ? 200 : 201, Shown(state, act, body.Entries, before));
            }),
            ask.Request);
    }

    private Answered ReadProposal(HttpContext http) =>
        installation.State.AsOf(clock.Sure()).FindAct((string)http.Request.RouteValues["act"]!) is { Official: { } entries } act
            ? new Answered(200, Shown(installation.State, act.Id, entries, installation.State.Official))
            : Problems.Of(404, "actUnknown", "no proposal of the official list has this id");

    /// <summary>What is proposed, against what is in force.</summary>
    private static byte[] Shown(InstallationState state, string? act, OfficialEntry[] entries, OfficialEntry[] before) => Json.Bytes(json =>
    {
        var waits = act is not null && state.FindAct(act) is { IsDone: false };
        json.WriteStartObject();
        if (waits) json.WriteString("act", act);
        json.WriteString("state", waits ? "awaitingSecond" : "inForce");
        json.WriteString("digest", PublishOfficial.Digest(entries));
        Write(json, "adds", entries.Where(e => !e.IsIn(before)));
        Write(json, "removes", before.Where(e => !e.IsIn(entries)));
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<OfficialEntry> entries)
    {
        json.WriteStartArray(name);
        foreach (var entry in entries)
        {
            json.WriteStartObject();
            json.WriteString("kind", OfficialEntry.Kinds[(int)entry.Kind]);
            json.WriteString("value", entry.Value);
            json.WriteString("label", entry.Label);
            if (entry.Until is { } until) json.WriteString("until", until.ToString());
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
