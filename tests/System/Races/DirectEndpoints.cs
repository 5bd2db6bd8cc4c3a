using System.Text;
using Holdfast.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.System.Tests.Races;

/// <summary>Takes the endpoints that a server maps and calls them without a socket in between.</summary>
internal sealed class DirectEndpoints : IEndpointRouteBuilder
{
    private readonly Lazy<(string[] Pattern, RequestDelegate Run)[]> posts;

    public DirectEndpoints() => posts = new(() =>
    [
        .. DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("POST"))
            .Select(e => (e.RoutePattern.RawText!.Split('/'), e.RequestDelegate!)),
    ]);

    public ICollection<EndpointDataSource> DataSources { get; } = [];

    public IServiceProvider ServiceProvider { get; } = NoServices.Instance;

    public IApplicationBuilder CreateApplicationBuilder() => throw new NotSupportedException();

    public async Task<Reply> PostAsync(string path, string body, string key, string token)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "POST";
        http.Request.Path = path;
        http.Request.ContentType = "application/json";
        http.Request.Headers.Authorization = "Bearer " + token;
        http.Request.Headers[Api.KeyHeader] = key;
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        var answer = new MemoryStream();
        http.Response.Body = answer;
        await Find(path.Split('/'), http.Request.RouteValues)(http);
        return new Reply(
            http.Response.StatusCode, Encoding.UTF8.GetString(answer.GetBuffer(), 0, (int)answer.Length),
            http.Response.Headers.ContainsKey(Api.ReplayedHeader));
    }

    private RequestDelegate Find(string[] path, RouteValueDictionary values)
    {
        foreach (var (pattern, run) in posts.Value)
        {
            if (pattern.Length != path.Length) continue;
            var fits = true;
            for (var i = 0; fits && i < path.Length; i++) fits = pattern[i].StartsWith('{') || pattern[i] == path[i];
            if (!fits) continue;
            for (var i = 0; i < path.Length; i++)
                if (pattern[i].StartsWith('{')) values[pattern[i][1..^1]] = path[i];
            return run;
        }
        throw new InvalidOperationException($"nothing is mapped at {string.Join('/', path)}");
    }

    private sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }
}
