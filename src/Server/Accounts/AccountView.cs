using System.Text.Json;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Limits;
using Holdfast.Domain.Money;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Time;
using Holdfast.Server.Answers;
using Holdfast.Server.Changes;
using Holdfast.Server.Owners;

namespace Holdfast.Server.Accounts;

/// <summary>An account as it is now: what is in force, what waits and until when.</summary>
internal sealed class AccountView(Moment moment, Account account, Viewer viewer, Func<Instant, Instant> shown)
{
    private readonly OwnerState state = moment.State;

    public byte[] Write() => Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("id", account.Id);
        json.WriteString("owner", state.Owner);
        json.WriteNumber("version", state.Version);
        json.WriteBoolean("frozen", state.IsFrozenAt(moment.At));
        json.WriteBoolean("joined", account.Joined);
        WriteFreezes(json);
        WriteKeys(json);
        WriteDestinations(json);
        WriteLimits(json);
        WriteSays(json);
        WriteFigures(json);
        json.WriteStartArray("changes");
        foreach (var change in state.Changes)
        {
            if (!change.Waits || !Same(change.Account, account.Id) || ChangeView.SeesQuietVeto(state, change, viewer)) continue;
            json.WriteStartObject();
            ChangeView.WriteMembers(json, moment, change, viewer, shown);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private void WriteFreezes(Utf8JsonWriter json)
    {
        json.WriteStartArray("freezes");
        foreach (var freeze in state.Freezes)
        {
            json.WriteStartObject();
            json.WriteString("freeze", freeze.Id);
            json.WriteString("by", freeze.By.Kind.ToString().ToLowerInvariant());
            json.WriteString("reason", freeze.Reason);
            json.WriteString("scope", freeze.All ? "all" : "leaving");
            json.WriteOptional("until", freeze.Ends, shown);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void WriteKeys(Utf8JsonWriter json)
    {
        json.WriteStartArray("keys");
        foreach (var key in account.Keys)
        {
            var held = Held(Thing.Key(account.Id, key.Id)).ToArray();
            json.WriteStartObject();
            json.WriteString("key", key.Id);
            json.WriteString("label", key.Label);
            json.WriteString("state", key.Suspended ? "suspended"
                : key.ExpiresAt is { } expiry && moment.Wall > expiry ? "expired" : "inForce");
            json.WriteOptional("expiresAt", key.ExpiresAt?.ToString());
            WritePermissions(json, key, held);
            WriteSources(json, key, held);
            WriteCredentials(json, key, held);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void WritePermissions(Utf8JsonWriter json, ApiKey key, HeldPart[] held)
    {
        json.WriteStartArray("permissions");
        foreach (var part in key.Permissions) Entry(json, "permission", part.Name, "inForce", null);
        foreach (var part in held)
            if (part.Does is Edit.Grant grant) Entry(json, "permission", grant.Permission, "held", ChangeView.EffectiveAt(moment, part));
        json.WriteEndArray();
    }

    /// <summary>A held source is open at once for what a new key may do at once; `openFor` says what that is.</summary>
    private void WriteSources(Utf8JsonWriter json, ApiKey key, HeldPart[] held)
    {
        json.WriteStartArray("sources");
        foreach (var part in key.Sources) Entry(json, "source", part.Source.ToString(), "inForce", null);
        foreach (var part in held)
        {
            if (part.Does is not Edit.AddSource add) continue;
            json.WriteStartObject();
            json.WriteString("source", add.Source.ToString());
            json.WriteString("state", "held");
            json.WriteOptional("effectiveAt", ChangeView.EffectiveAt(moment, part), shown);
            WriteOpenFor(json, key);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void WriteCredentials(Utf8JsonWriter json, ApiKey key, HeldPart[] held)
    {
        json.WriteStartArray("credentials");
        foreach (var credential in key.Credentials)
        {
            var waits = Array.Find(held, p => p.Does is Edit.FullCredential f
                && (Same(f.CredentialId, credential.Id) || Same(f.CredentialId, "*")));
            json.WriteStartObject();
            json.WriteString("credential", credential.Id);
            json.WriteString("state", credential.FullSince is not null ? "inForce" : "held");
            json.WriteOptional("effectiveAt", waits is null ? null : ChangeView.EffectiveAt(moment, waits), shown);
            if (credential.FullSince is null) WriteOpenFor(json, key);
            if (credential.EndsAge is { } ends) json.WriteOptional("endsAt", state.Ordinary.WhenReached(ends), shown);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void WriteOpenFor(Utf8JsonWriter json, ApiKey key)
    {
        json.WriteStartArray("openFor");
        foreach (var permission in key.Permissions)
            if (Elements.OfPermission(permission.Name) is { } element
                && state.HoldOf(element, moment.Policy, moment.At) == TimeSpan.Zero) json.WriteStringValue(permission.Name);
        json.WriteEndArray();
    }

    private void WriteDestinations(Utf8JsonWriter json)
    {
        json.WriteStartArray("destinations");
        foreach (var d in account.Destinations) Destination(json, d.Asset, d.Network, d.Address, d.Tag, d.Label, null);
        foreach (var part in Held($"destination/{account.Id}/"))
            if (part.Does is Edit.AddDestination d) Destination(json, d.Asset, d.Network, d.Address, d.Tag, d.Label, part);
        json.WriteEndArray();
    }

    private void Destination(
        Utf8JsonWriter json, string asset, string network, string address, string? tag, string label, HeldPart? held)
    {
        json.WriteStartObject();
        json.WriteString("asset", asset);
        json.WriteString("network", network);
        json.WriteString("address", address);
        json.WriteOptional("tag", tag);
        json.WriteString("label", label);
        json.WriteString("state", held is null ? "inForce" : "held");
        json.WriteOptional("effectiveAt", held is null ? null : ChangeView.EffectiveAt(moment, held), shown);
        json.WriteEndObject();
    }

    private void WriteLimits(Utf8JsonWriter json)
    {
        json.WriteStartArray("limits");
        foreach (var limit in state.Limits)
            if (limit.AmountAt(moment.At) is { } amount) Limit(json, limit, amount, null);
        foreach (var part in Held("limit/"))
            if (part.Does is Edit.SetLimit set)
                Limit(json, new Limit { Asset = set.Asset, Currency = set.Currency, Period = set.Period, Layers = [] }, set.Amount, part);
        json.WriteEndArray();
    }

    private void Limit(Utf8JsonWriter json, Limit limit, decimal amount, HeldPart? held)
    {
        json.WriteStartObject();
        if (limit.Asset is not null) json.WriteString("asset", limit.Asset);
        else json.WriteString("currency", limit.Currency);
        json.WriteString("period", Spans.Format(limit.Period));
        json.WriteString("amount", Amount.Format(amount));
        json.WriteString("state", held is null ? "inForce" : "held");
        json.WriteOptional("effectiveAt", held is null ? null : ChangeView.EffectiveAt(moment, held), shown);
        json.WriteEndObject();
    }

    private void WriteSays(Utf8JsonWriter json)
    {
        json.WriteStartArray("factors");
        foreach (var f in state.Factors) Say(json, "factor", f.Id, Name(f.Kind), f.Since, null);
        foreach (var part in Held("factor/"))
            if (part.Does is Edit.AddFactor a) Say(json, "factor", a.Factor, Name(a.Kind), null, part);
        json.WriteEndArray();
        json.WriteStartArray("guardians");
        foreach (var g in state.Guardians) Say(json, "guardian", g.Id, "guardian", g.Since, Waiting("guardian/" + g.Id));
        json.WriteEndArray();
        json.WriteStartArray("channels");
        foreach (var c in state.Channels)
            if (c.EndedAt is null)
                Say(json, "channel", c.Id, c.Kind.ToString().ToLowerInvariant(), c.Since, Waiting("channel/" + c.Id), c.Alerts ?? Alerts.Default);
        json.WriteEndArray();
    }

    private void Say(Utf8JsonWriter json, string what, string id, string kind, long? since, HeldPart? held, Alerts? alerts = null)
    {
        json.WriteStartObject();
        json.WriteString(what, id);
        json.WriteString("kind", kind);
        json.WriteString("state", since is null ? "held" : "inForce");
        json.WriteOptional("effectiveAt", since is null && held is not null ? ChangeView.EffectiveAt(moment, held) : null, shown);
        json.WriteBoolean("aged", Ages.IsAged(state, moment.Policy, moment.At, since));
        if (alerts is not null) AlertsView.Write(json, alerts);
        json.WriteEndObject();
    }

    private void WriteFigures(Utf8JsonWriter json)
    {
        json.WriteString("allowance", Amount.Format(state.Allowance ?? moment.Policy.Allowance));
        json.WriteOptional("challengeAbove", state.Challenge is { } above ? Amount.Format(above) : null);
        json.WriteString("settling", Spans.Format(state.SettlingTime(moment.Policy)));
        json.WriteStartObject("holds");
        foreach (var element in Elements.All)
            json.WriteString(element.Name(), Spans.Format(state.HoldOf(element, moment.Policy, moment.At)));
        json.WriteEndObject();
    }

    private void Entry(Utf8JsonWriter json, string what, string value, string entryState, Instant? effectiveAt)
    {
        json.WriteStartObject();
        json.WriteString(what, value);
        json.WriteString("state", entryState);
        json.WriteOptional("effectiveAt", effectiveAt, shown);
        json.WriteEndObject();
    }

    private HeldPart? Waiting(string thing) => Held(thing).FirstOrDefault(p => Same(p.Thing, thing));

    private IEnumerable<HeldPart> Held(string prefix)
    {
        foreach (var change in state.Changes)
        {
            if (ChangeView.SeesQuietVeto(state, change, viewer)) continue;
            foreach (var part in change.Parts)
                if (part.State == PartState.Held && part.Thing.StartsWith(prefix, StringComparison.Ordinal)) yield return part;
        }
    }

    private static string Name(FactorKind kind) => kind.ToString().ToLowerInvariant();

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);
}
