using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Holdfast.Lab.Demonstration;

/// <summary>One party with its own connection and its own token; it knows only what it is answered.</summary>
internal sealed class Client : IDisposable
{
    private readonly HttpClient http;
    private readonly CancellationToken stop;
    private readonly string name;
    private int asked;

    public Client(string name, string? token, Line line)
    {
        (this.name, stop) = (name, line.Stop);
        http = new HttpClient(line.Open()) { BaseAddress = line.Server };
        if (token is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public async Task<Answer> GetAsync(string path)
    {
        using var response = await http.GetAsync(path, stop);
        return await ReadAsync(response);
    }

    /// <summary>Each POST has an idempotency key of its own.</summary>
    public async Task<Answer> PostAsync(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", $"{name}-{++asked}");
        using var response = await http.SendAsync(request, stop);
        return await ReadAsync(response);
    }

    /// <summary>A page as a browser gets it; with `form`, a button on it is pressed.</summary>
    public async Task<string> PageAsync(string path, IDictionary<string, string>? form = null)
    {
        using var content = form is null ? null : new FormUrlEncodedContent(form);
        using var response = content is null ? await http.GetAsync(path, stop) : await http.PostAsync(path, content, stop);
        return await response.Content.ReadAsStringAsync(stop);
    }

    public void Dispose() => http.Dispose();

    private async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(stop);
        if (bytes.Length == 0) return new Answer((int)response.StatusCode, default);
        using var document = JsonDocument.Parse(bytes);
        return new Answer((int)response.StatusCode, document.RootElement.Clone());
    }
}

/// <summary>How clients reach the server; `Wrap` lets a test stand between.</summary>
internal sealed record Line(Uri Server, Func<HttpMessageHandler, HttpMessageHandler>? Wrap, CancellationToken Stop)
{
    public HttpMessageHandler Open()
    {
        var sockets = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        return Wrap?.Invoke(sockets) ?? sockets;
    }
}
