using System.Globalization;
using Holdfast.Domain.Time;
using Holdfast.Server.Hosting;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Fuzz.Parsers;

/// <summary>Query strings.</summary>
internal static class Queries
{
    public static Parser[] All() =>
    [
        Parser.Of<(long After, int Limit, TimeSpan Wait)>("query of a page", (string t, out (long, int, TimeSpan) page) => Reads(Query.Page(Asked(t)), out page),
            p => string.Create(CultureInfo.InvariantCulture, $"after={p.After}&limit={p.Limit}&wait={Spans.Format(p.Wait)}"),
            "after=0&limit=100", "wait=PT20S", "limit=1000&after=9223372036854775807", "", "%61fter=7") with { Bytes = (262_144, 512) },
        Parser.Of<(string? Name, bool)>("query of a viewer", (string t, out (string?, bool) viewer) => Reads(Query.Viewer(Asked(t)), out viewer),
            v => v.Name is null ? "" : "viewer=" + Uri.EscapeDataString(v.Name), "viewer=s1", "viewer=guardian:g1", "viewer=%E2%80%AEx", "") with { Bytes = (262_144, 512) },
        Parser.Of<bool>("query of an observation", (string t, out bool observe) => Reads(Query.Observe(Asked(t)), out observe),
            o => o ? "observe=true" : "observe=false", "observe=true", "observe=false", "") with { Bytes = (262_144, 512) },
        Parser.Of<(string What, string Text, string? To)>("query of what is verified", (string t, out (string, string, string?) asked) => Reads(Query.Verifying(Asked(t)), out asked),
            a => $"{a.What}={Uri.EscapeDataString(a.Text)}" + (a.To is null ? "" : "&to=" + Uri.EscapeDataString(a.To)),
            "code=7K3M-QX2P-9TAV", "code=7k3m&to=a@example.com", "to=x&code=y", "code=", "phone=%2B15550100", "link=https%3A%2F%2Fexample.com%2Fa", "handle=telegram:a&to=b") with { Bytes = (262_144, 512) },
    ];

    private static HttpContext Asked(string query)
    {
        var http = new DefaultHttpContext();
        http.Request.QueryString = new QueryString("?" + query);
        return http;
    }

    private static bool Reads<T>(T? found, out T value)
        where T : struct
    {
        value = found ?? default;
        return found is not null;
    }
}
