namespace Holdfast.Fuzz.Retries;

/// <summary>A client that tries each command until it is answered, and old ones again now and then.</summary>
internal sealed class Client(Customer customer, Line line, Random random)
{
    private readonly List<Deed> open = [];

    public Line Line => line;

    public List<Deed> Deeds { get; } = [];

    /// <param name="isLast">The line gets well at the end, and all that is open is answered.</param>
    public async Task RunAsync(long injections, bool isLast)
    {
        for (var end = line.Injections + injections; line.Injections < end;)
        {
            var deed = random.Next(10) switch
            {
                // all of what came before, long ago too
                0 or 1 when Deeds.Count > 0 => Deeds[random.Next(Deeds.Count)],
                < 6 when open.Count > 0 => open[random.Next(open.Count)],
                _ => Fresh(),
            };
            // an account's first request is done before another can be about it
            await TryAsync(deed, deed.Trace!.Value.Type == "accountOpened");
        }
        if (!isLast) return;
        await line.DeliverLateAsync();
        while (open.Count > 0) await TryAsync(open[0], true, Fault.Nothing);
    }

    private Deed Fresh()
    {
        var deed = customer.Next();
        Deeds.Add(deed);
        open.Add(deed);
        return deed;
    }

    private async Task TryAsync(Deed deed, bool untilAnswered, Fault? fault = null)
    {
        for (var tries = 0; tries < 50; tries++)
        {
            if (await line.TryAsync(deed, fault ?? Line.Faults[random.Next(Line.Faults.Length)])) deed.IsAnswered = true;
            if (deed.IsAnswered && open.Count > 0) open.Remove(deed);
            if (deed.IsAnswered || !untilAnswered) return;
        }
        open.Remove(deed);
    }
}
