using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Consoles;

/// <summary>
/// Makes HTML of a page and what it shows. Nothing stays on the server of it: a page is a function of its model, and what people do
/// comes back as a form.
/// </summary>
public static class PageRenderer
{
    private static readonly ServiceProvider Nothing = new ServiceCollection().BuildServiceProvider();

    /// <summary>The whole document.</summary>
    /// <typeparam name="TPage">A component whose parameter `Model` is what it shows.</typeparam>
    public static async Task<string> RenderAsync<TPage>(Frame frame, object? model = null)
        where TPage : IComponent
    {
        await using var renderer = new HtmlRenderer(Nothing, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Frame"] = frame };
            if (model is not null) parameters["Model"] = model;
            var page = await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters));
            return "<!doctype html>" + page.ToHtmlString();
        });
    }
}
