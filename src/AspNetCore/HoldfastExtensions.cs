using Holdfast.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts Holdfast before an application.</summary>
public static class HoldfastExtensions
{
    /// <summary>Adds what <see cref="UseHoldfast"/> needs.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options; may be left out where Holdfast runs at its own default address.</param>
    public static IServiceCollection AddHoldfast(this IServiceCollection services, Action<HoldfastOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<HoldfastOptions>();
        if (configure is not null) options.Configure(configure);
        services.AddSingleton(provider => new Gate(provider.GetRequiredService<IOptions<HoldfastOptions>>().Value));
        return services;
    }

    /// <summary>
    /// Asks Holdfast about every request from here on. It belongs before whatever reads or rewrites a request: after forwarded headers,
    /// where there is a proxy, and before all else.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// <see cref="AddHoldfast"/> was not called, or an option makes no sense; the message says which.
    /// </exception>
    public static IApplicationBuilder UseHoldfast(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var options = app.ApplicationServices.GetRequiredService<IOptions<HoldfastOptions>>().Value;
        if (options.Mistake() is { } mistake) throw new InvalidOperationException("Holdfast: " + mistake);
        _ = app.ApplicationServices.GetRequiredService<Gate>();
        return app.UseMiddleware<HoldfastMiddleware>();
    }

    /// <summary>Who the request was let through for; null where its path is not guarded.</summary>
    public static HoldfastCaller? HoldfastCaller(this HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.Features.Get<HoldfastCaller>();
    }
}
