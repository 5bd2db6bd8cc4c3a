using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Samples.Exchange;

/// <summary>A small exchange: it has prices for everybody and orders for those whom Holdfast lets through.</summary>
internal static class ExchangeApp
{
    /// <summary>`--urls` says where it listens, `--holdfast` where Holdfast is.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        if (builder.Configuration["urls"] is null) builder.Configuration["urls"] = "http://127.0.0.1:8080";
        builder.Services.AddSingleton<OrderBook>();
        builder.Services.AddHoldfast(options =>
        {
            options.Address = new Uri(builder.Configuration["holdfast"] ?? "http://127.0.0.1:5080");
            options.Paths.Clear();
            options.Paths.Add("/api");
        });
        var app = builder.Build();
        app.UseHoldfast();
        app.MapGet("/prices", () => new Price("BTC-USDT", "68000"));
        app.MapGet("/api/orders", (HttpContext http, OrderBook book) => book.Of(http.HoldfastCaller()!.Account));
        app.MapPost("/api/orders", async (HttpContext http, OrderBook book) =>
        {
            using var reader = new StreamReader(http.Request.Body);
            return book.Add(http.HoldfastCaller()!, await reader.ReadToEndAsync(http.RequestAborted));
        });
        // the wallet's signer fetches the permit of this id, and signs nothing without it
        app.MapPost("/api/withdrawals", (HttpContext http) => new Withdrawal(http.HoldfastCaller()!.Account, http.HoldfastCaller()!.Withdrawal!));
        return app;
    }
}
