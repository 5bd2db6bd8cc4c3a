using System.Globalization;
using System.Text.Json;

namespace Holdfast.Lab.Demonstration;

/// <summary>The owner of an account in the platform's app, with the own device and the own factor.</summary>
internal sealed class Customer(Client app, string id)
{
    public string Id => id;

    public string Email => $"{id}@example.com";

    public string Session => $"{id}-phone";

    public object By => new { kind = "owner", id, session = Session };

    public Task<Answer> AskAsync(params object[] edits) => app.PostAsync(PathOf("/changes"), new { by = By, edits });

    public Task<Answer> ApproveAsync(Answer asked) => app.PostAsync(
        PathOf($"/changes/{asked.Text("change")}/approvals"), new { factor = "platform", digest = asked.Text("digest"), by = By });

    /// <summary>Asks, and approves with the own factor what is shown.</summary>
    public async Task<Answer> AskAndApproveAsync(params object[] edits)
    {
        var asked = await AskAsync(edits);
        return asked.IsSuccess && asked.Text("state") == "awaitingApproval" ? await ApproveAsync(asked) : asked;
    }

    public Task<Answer> VetoAsync(Answer asked) => app.PostAsync(PathOf($"/changes/{asked.Text("change")}/veto"), new { by = By });

    /// <summary>Confirms a challenged withdrawal with the own factor.</summary>
    public Task<Answer> ConfirmAsync(Answer challenged) => app.PostAsync(
        PathOf($"/withdrawals/{challenged.Text("withdrawal")}/approvals"),
        new { factor = "platform", digest = challenged.Text("digest"), by = By });

    /// <summary>Says that an allowed withdrawal is not wanted any more.</summary>
    public Task<Answer> CancelAsync(Answer allowed) =>
        app.PostAsync(PathOf($"/withdrawals/{allowed.Text("withdrawal")}/cancel"), new { by = By });

    public Task<Answer> FreezeAsync(string reason, string length) =>
        app.PostAsync(PathOf("/freeze"), new Dictionary<string, object>(StringComparer.Ordinal) { ["by"] = By, ["reason"] = reason, ["for"] = length });

    /// <summary>A change as this customer's session sees it.</summary>
    public Task<Answer> ChangeAsync(Answer asked, string? viewer = null) =>
        app.GetAsync(PathOf($"/changes/{asked.Text("change")}?viewer={Uri.EscapeDataString(viewer ?? Session)}"));

    /// <summary>The account as this customer's session sees it.</summary>
    public async Task<JsonElement> ViewAsync() => (await app.GetAsync(PathOf($"?viewer={Session}"))).OrStop("show the account").Body;

    /// <summary>The allowance that the server states for this account.</summary>
    public async Task<decimal> AllowanceAsync() =>
        decimal.Parse((await ViewAsync()).GetProperty("allowance").GetString()!, CultureInfo.InvariantCulture);

    /// <summary>When the last of a change's edits comes into force; null while nobody can say.</summary>
    public async Task<DateTimeOffset?> EffectiveAtAsync(Answer asked)
    {
        var shown = (await ChangeAsync(asked)).OrStop("show the change");
        var times = shown.Body.GetProperty("edits").EnumerateArray()
            .Select(e => e.GetProperty("effectiveAt").GetString()).ToArray();
        return Array.Exists(times, t => t is null) ? null : times.Max(t => SandboxClock.Parse(t!));
    }

    private string PathOf(string rest) => $"/v1/accounts/{id}{rest}";
}
