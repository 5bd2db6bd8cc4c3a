using System.Collections.Concurrent;
using Holdfast.AspNetCore;

namespace Holdfast.Samples.Exchange;

/// <summary>What is for sale, and at what.</summary>
internal sealed record Price(string Pair, string Last);

/// <summary>An order as its customer wrote it.</summary>
internal sealed record Order(string Account, string Key, string Text);

/// <summary>A withdrawal that Holdfast allowed.</summary>
internal sealed record Withdrawal(string Account, string Id);

internal sealed class OrderBook
{
    private readonly ConcurrentQueue<Order> orders = new();

    public Order Add(HoldfastCaller caller, string text)
    {
        var order = new Order(caller.Account, caller.Key, text);
        orders.Enqueue(order);
        return order;
    }

    public Order[] Of(string account) => [.. orders.Where(o => o.Account == account)];
}
