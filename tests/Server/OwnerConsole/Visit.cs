using System.Net;
using System.Text.RegularExpressions;
using Holdfast.Server.Tests.Harness;
using Holdfast.Server.Tests.Passkeys;

namespace Holdfast.Server.Tests.OwnerConsole;

/// <summary>A browser without script: it keeps one cookie, follows what forms say, and nothing else.</summary>
internal sealed partial class Visit(World world)
{
    private const string Agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    /// <summary>The cookie that it holds, as it sends it; null for none.</summary>
    public string? Cookie { get; set; }

    public string Site { get; set; } = "same-origin";

    /// <summary>What it is shown now.</summary>
    public Reply Page { get; private set; } = null!;

    public static async Task<Visit> ByLinkAsync(World world, string account)
    {
        var visit = new Visit(world);
        var link = (await world.Platform.PostAsync($"/v1/accounts/{account}/console-links", "{}")).Is(201);
        (await visit.PostAsync(new Uri(link.Text("url")!).AbsolutePath)).Is(303);
        return visit;
    }

    /// <summary>By a passkey that signs what the sign-in page asks.</summary>
    public async Task<Reply> SignInAsync(Authenticator ring)
    {
        await GetAsync("/console/sign-in");
        return await PostAsync("/console/sign-in", ("credential", ring.Get(Challenge()).ToJsonString()));
    }

    /// <summary>What the one passkey form of the page asks to be signed.</summary>
    public byte[] Challenge() => System.Buffers.Text.Base64Url.DecodeFromChars((string)System.Text.Json.Nodes.JsonNode.Parse(Options())!["challenge"]!);

    public string Options() => WebUtility.HtmlDecode(AskedOptions().Match(Page.Body).Groups["json"].Value);

    /// <summary>The first text of a page that fits, as the group `it`.</summary>
    public static string Found(string page, string pattern) => WebUtility.HtmlDecode(
        Regex.Match(page, pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["it"].Value);

    public static string SealOf(string page) => FormSeal().Match(page).Groups["seal"].Value;

    public async Task<Reply> GetAsync(string path, params (string, string)[] headers)
    {
        Page = await SendAsync(HttpMethod.Get, path, null, headers);
        return Page;
    }

    /// <summary>As the page's own form would: with its seal and a fresh name for the sending.</summary>
    public async Task<Reply> ActAsync(string path, params (string Name, string Value)[] fields)
    {
        var page = await SendAsync(HttpMethod.Get, "/console", null, []);
        return await PostAsync(path, [("form", FormSeal().Match(page.Body).Groups["seal"].Value), ("once", Client.FreshKey()), .. fields]);
    }

    public async Task<Reply> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        Page = await SendAsync(HttpMethod.Post, path, content, []);
        return Page;
    }

    /// <summary>Answers the one question, lets the pause pass, and opens the change again.</summary>
    public async Task CalmAsync(string change)
    {
        (await ActAsync($"/console/changes/{change}/calm", ("answer", "no"))).Is(303);
        await world.AdvanceAsync("PT61S");
        (await GetAsync("/console/changes/" + change)).Is(200);
    }

    public async Task<Reply> SendAsync(HttpMethod method, string path, HttpContent? content, (string, string)[] headers)
    {
        List<(string, string)> all = [("User-Agent", Agent), ("Sec-Fetch-Site", Site), .. headers];
        if (Cookie is not null) all.Add(("Cookie", Cookie));
        var reply = await world.Nobody.SendAsync(method, path, content, [.. all]);
        if (reply.Headers.TryGetValue("Set-Cookie", out var given)) Cookie = given.Split(';')[0] is var cookie && cookie.EndsWith('=') ? null : cookie;
        return reply;
    }

    [GeneratedRegex("name=\"form\" value=\"(?<seal>[0-9a-f]{64})\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FormSeal();

    [GeneratedRegex("data-options=\"(?<json>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AskedOptions();
}
