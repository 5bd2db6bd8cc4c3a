using System.Text;
using Holdfast.Domain.Keys;
using Holdfast.Server.Accounts;
using Holdfast.Server.Answers;
using Holdfast.Server.Clocks;
using Holdfast.Server.Hosting;
using Holdfast.Server.OpenApi;
using Holdfast.Server.Orders;
using Holdfast.Server.Owners;
using Holdfast.Server.Tokens;
using Holdfast.Server.Withdrawals;
using Holdfast.Signing.Requests;
using Holdfast.Storage;

namespace Holdfast.Server.Gate;

/// <summary>
/// `/authz`, where a proxy asks about each request before it lets it through: nginx by `auth_request`, Caddy by `forward_auth`, or
/// nginx with the whole request, to be sent on by `X-Accel-Redirect`. Whoever is refused is told nothing.
/// </summary>
internal sealed class GateEndpoints(
    Api api, Gatekeeper gate, TrustedProxies proxies, RefusalBook refusals, WithdrawalEndpoints withdrawals, OrderDesk desk, OwnerBook owners, InstallationClock clock)
{
    private const string Redirect = "X-Holdfast-Redirect", NoBody = "X-Holdfast-Body";

    /// <summary>By which proxies name the original method and target: as in nginx's examples, and as Caddy and Traefik send them.</summary>
    private static readonly (string Method, string Target)[] Originals =
        [("X-Original-Method", "X-Original-URI"), ("X-Forwarded-Method", "X-Forwarded-Uri")];

    [ThreadStatic]
    private static RequestBuffer? buffer;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/authz", AuthorizeAsync).Is(Operations.Authorize);
        foreach (var (method, operation) in Operations.AuthorizeWhole) routes.MapMethods("/authz", [method], AuthorizeAsync).Is(operation);
        routes.MapGet("/v1/accounts/{id}/refusals", api.Get(Door.DecideOrStaff, (http, caller) => ValueTask.FromResult(Refusals(http, caller))))
            .Is(Operations.ReadRefusals);
    }

    private async Task AuthorizeAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!proxies.Contains(http.Connection.RemoteIpAddress) || Original(http.Request.Headers) is not var (method, target)
            || proxies.Client(http.Request.Headers["X-Forwarded-For"]) is not { } ip)
        {
            http.Response.StatusCode = 403;
            return;
        }
        var redirect = http.Request.Headers[Redirect];
        var isWhole = redirect is [{ Length: > 1 } to] && to[0] == '@';
        try
        {
            var body = isWhole ? await BodyAsync(http) : [];
            if (body is null) http.Response.StatusCode = 403;
            else await AnswerAsync(http, method, target, ip, body, isWhole || http.Request.Headers[NoBody] == "none");
        }
        catch (LogUnavailableException)
        {
            http.Response.StatusCode = 403;
        }
        if (http.Response.StatusCode == 200 && isWhole) http.Response.Headers["X-Accel-Redirect"] = redirect;
    }

    private async ValueTask AnswerAsync(HttpContext http, string method, string target, Ip ip, byte[] body, bool isKnown)
    {
        var (answer, withdrawal, orders) = Judge(http, method, target, ip, body, isKnown);
        string? id = null;
        if (withdrawal is not null)
        {
            (var code, id) = await withdrawals.JudgeAsync(answer.Key!.Account, withdrawal);
            if (code is not null) answer = answer with { Status = 403, Code = code };
        }
        else if (orders is not null)
        {
            if (await desk.JudgeAsync(answer.Key!.Account, orders) is { } code) answer = answer with { Status = 403, Code = code };
        }
        else if (answer is { Status: 200, Route.Order: not null, Signed: not null }) answer = answer with { Status = 403, Code = "orderUnreadable" };
        else if (answer is { Status: 200, Route.Withdrawal: not null }) answer = answer with { Status = 403, Code = "withdrawalUnreadable" };
        http.Response.StatusCode = answer.Status;
        if (answer.Status != 200)
        {
            if (answer.Key is { } refused) refusals.Note(refused, answer.Code!);
            return;
        }
        var headers = http.Response.Headers;
        headers["X-Holdfast-Account"] = answer.Key!.Account;
        headers["X-Holdfast-Key"] = answer.Key.Id;
        headers["X-Holdfast-Permission"] = answer.Route?.Permission ?? "all";
        if (id is not null) headers["X-Holdfast-Withdrawal"] = id;
    }

    /// <summary>The answer, and the withdrawal or the orders that are in the request where there are any and they may be asked for.</summary>
    /// <param name="isKnown">The proxy passes on this body and no other.</param>
    private (GateAnswer Answer, byte[]? Withdrawal, byte[][]? Orders) Judge(HttpContext http, string method, string target, Ip ip, byte[] body, bool isKnown)
    {
        var draft = (buffer ??= new RequestBuffer()).Fill(http.Request.Headers, method, target, body, isKnown);
        var answer = gate.Authorize(draft.Request, ip);
        if (answer is not { Status: 200, Signed: { } signed, Key: { } key, Credential: { } credential, Route: { } route }) return (answer, null, null);
        var asked = Encoding.ASCII.GetBytes(target);
        return (answer,
            route.Withdrawal?.Write(asked, body, signed, key.Id, credential, ip.ToString()),
            route.Order?.Write(asked, body, signed, key.Id, credential, ip.ToString()));
    }

    /// <summary>Null where a proxy does not say it once and for all.</summary>
    private static (string Method, string Target)? Original(IHeaderDictionary headers)
    {
        (string, string)? found = null;
        foreach (var names in Originals)
        {
            var (method, target) = (headers[names.Method], headers[names.Target]);
            if (method.Count == 0 && target.Count == 0) continue;
            if (found is not null || method.Count != 1 || target.Count != 1) return null;
            found = (method[0]!, target[0]!);
        }
        return found;
    }

    private static async ValueTask<byte[]?> BodyAsync(HttpContext http)
    {
        using var whole = new MemoryStream();
        await http.Request.Body.CopyToAsync(whole, http.RequestAborted);
        return whole.Length <= Api.MostBytes ? whole.ToArray() : null;
    }

    private Answered Refusals(HttpContext http, Caller caller)
    {
        var account = (string)http.Request.RouteValues["id"]!;
        if (owners.OwnerOf(account) is null) return AccountEndpoints.Unknown(account);
        return new Answered(200, Json.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("refusals");
            foreach (var refusal in refusals.Of(account))
            {
                json.WriteStartObject();
                json.WriteString("key", refusal.Key);
                json.WriteString("code", refusal.Code);
                json.WriteString("text", RefusalTexts.Of(refusal.Code));
                json.WriteNumber("count", refusal.Count);
                json.WriteString("first", clock.Shown(refusal.First).ToString());
                json.WriteString("last", clock.Shown(refusal.Last).ToString());
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }));
    }
}
