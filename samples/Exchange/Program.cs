using Holdfast.Samples.Exchange;
using Microsoft.AspNetCore.Builder;

await using var exchange = Exchange.Build(args);
await exchange.RunAsync();
