using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Server.Pages;

/// <summary>What every page has: one style, no script, nothing from elsewhere, and the sentence that matters most.</summary>
internal static class PageShell
{
    private const string Style =
        "body{font:1.125rem/1.5 system-ui,sans-serif;max-width:36rem;margin:0 auto;padding:1.5rem;color:#1b1b1f;background:#fff}"
        + "h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.2rem;margin-top:2rem}ul,ol{padding-left:1.25rem}li{margin:.5rem 0;overflow-wrap:anywhere}"
        + "p{overflow-wrap:anywhere}a{color:#1351b4}"
        + "button,.button{display:block;box-sizing:border-box;font:inherit;font-weight:600;padding:.9rem 1.25rem;width:100%;border:0;border-radius:.5rem;"
        + "background:#a3131a;color:#fff;cursor:pointer;text-align:center;text-decoration:none;margin:1rem 0}"
        + ".calm{background:#1351b4}button:focus-visible,input:focus-visible,textarea:focus-visible,a:focus-visible{outline:3px solid #1351b4;outline-offset:2px}"
        + "label{display:block;margin:.75rem 0}.said{border-left:.3rem solid #1351b4;padding:.5rem 1rem;background:#eef3fb}.warn{border-color:#a3131a;background:#fdf0f0}"
        + "input[type=radio],input[type=checkbox]{width:1.25rem;height:1.25rem;vertical-align:-.2rem}"
        + "input[type=text],textarea{display:block;box-sizing:border-box;width:100%;font:inherit;padding:.6rem;border:1px solid #6b6b74;border-radius:.5rem;background:#fff;color:#1b1b1f}"
        + "nav{margin-top:2.5rem;border-top:1px solid #c9c9d1;padding-top:1rem}nav a{display:inline-block;padding:.4rem .75rem .4rem 0}"
        + "@media(prefers-color-scheme:dark){body{color:#f1f1f4;background:#17171a}.said{background:#1f2937}.warn{background:#3a1a1c}a{color:#9cc2ff}"
        + "input[type=text],textarea{background:#222226;color:#f1f1f4;border-color:#9a9aa5}nav{border-color:#44444c}}";

    private static readonly string Policy = "default-src 'none'; style-src 'sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))
        + "'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <param name="body">HTML, all that came from outside escaped.</param>
    public static string Write(string title, string body) => new StringBuilder()
        .Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .Append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
        .Append("<meta name=\"robots\" content=\"noindex\"><title>").Append(Escape(title)).Append("</title><style>").Append(Style)
        .Append("</style></head><body><main>").Append(body)
        .Append("<p>We never call you. If somebody is on the phone with you, hang up.</p></main></body></html>").ToString();

    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    public static Task SendAsync(HttpContext http, int status, string page)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        return http.Response.WriteAsync(page, http.RequestAborted);
    }

    /// <summary>As the button of a page sends it; a multipart body that ends early would be an error of the stream.</summary>
    public static bool IsForm(HttpRequest request, long most) =>
        request.ContentType?.Split(';')[0].Trim().Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true
        && request.ContentLength is { } length && length <= most;
}
