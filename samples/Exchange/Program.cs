using Holdfast.Samples.Exchange;

await using var exchange = ExchangeApp.Build(args);
await exchange.RunAsync();
