using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Holdfast.Domain.Keys;
using Holdfast.Domain.Reviews;
using Holdfast.Domain.Time;

namespace Holdfast.Server.Gate.Activity;

/// <summary>
/// What one key is used for and from where: a fixed few hundred bytes, written without a lock. Two requests at once may both find
/// something new, or one may miss it; what comes of it is evidence, never a decision. Sets are small and forget what was longest unused.
/// </summary>
internal sealed class KeyHabit
{
    public const int Networks = 8, SavedBytes = 8 + (Networks * 20) + 16 + (8 * Slots) + 16 + 8 + 4 + 4;

    private const int Slots = 6, Other = 5, MostSignalsADay = 16;

    private const long Minute = 60_000, Hour = 60 * Minute, Day = 24 * Hour, Learning = 7 * Day;

    /// <summary>A minute with so many requests and this many times the busiest one before is unusual.</summary>
    private const int LeastRate = 120, TimesUsual = 5;

    private NetworkSet networks;
    private PermissionTimes permissions;
    private UInt128 lastSource, lastNetwork, networkBefore;
    private UInt128 endpoints;
    private long since, lastUsed, lastNetworkAt, minute;
    private long requests, refused;
    private int hours, inMinute, busiest, day, signalsToday, saidToday;
    private bool hasForgotten;

    public long Requests => Volatile.Read(ref requests);

    public long Refused => Volatile.Read(ref refused);

    public void WasRefused() => Interlocked.Increment(ref refused);

    /// <summary>Notes one allowed use and says what of it is new.</summary>
    /// <param name="route">The permission map's number of what was asked for; negative where nobody mapped it.</param>
    /// <param name="at">Milliseconds since 1970.</param>
    public Novelty Used(Ip ip, string permission, int route, bool isYoung, long at)
    {
        Interlocked.Increment(ref requests);
        var found = Novelty.None;
        if (since == 0) since = at;
        if ((int)(at / Day) is var today && today != day) (day, signalsToday, saidToday, found) = (today, 0, 0, Novelty.Day);
        found |= FromWhere(ip, at);
        found |= ForWhat(permission, route, at);
        found |= When(at);
        if (isYoung) found |= Novelty.YoungPower;
        lastUsed = at;
        return Once(found);
    }

    /// <summary>What was kept of it; null where nothing was used yet.</summary>
    public KeyUsage Usage()
    {
        if (since == 0) return KeyUsage.Unseen;
        var used = new Dictionary<string, Instant>(StringComparer.Ordinal);
        for (var i = 0; i < Other; i++)
            if (permissions[i] > 0) used[Permissions.Known[i]] = new Instant(permissions[i]);
        var from = new List<Source>();
        for (var i = 0; i < Networks; i++)
            if (networks[i].LastDay > 0) from.Add(NetworkOf(networks[i].First));
        return new KeyUsage(new Instant(since), lastUsed == 0 ? null : new Instant(lastUsed), used, hasForgotten ? null : [.. from]);
    }

    /// <summary>Writes what a start must find again; <see cref="SavedBytes"/> long.</summary>
    public void Save(Span<byte> to)
    {
        BinaryPrimitives.WriteInt64LittleEndian(to, since);
        to = to[8..];
        for (var i = 0; i < Networks; i++, to = to[20..])
        {
            BinaryPrimitives.WriteUInt128LittleEndian(to, networks[i].First);
            BinaryPrimitives.WriteInt32LittleEndian(to[16..], networks[i].LastDay);
        }
        BinaryPrimitives.WriteUInt128LittleEndian(to, endpoints);
        to = to[16..];
        for (var i = 0; i < Slots; i++, to = to[8..]) BinaryPrimitives.WriteInt64LittleEndian(to, permissions[i]);
        BinaryPrimitives.WriteUInt128LittleEndian(to, lastSource);
        BinaryPrimitives.WriteInt64LittleEndian(to[16..], lastUsed);
        BinaryPrimitives.WriteInt32LittleEndian(to[24..], hours | (hasForgotten ? 1 << 24 : 0));
        BinaryPrimitives.WriteInt32LittleEndian(to[28..], saidToday);
    }

    /// <summary>Takes back what was saved; what is of another length is no habit.</summary>
    public bool TryRestore(ReadOnlySpan<byte> from)
    {
        if (from.Length != SavedBytes) return false;
        since = BinaryPrimitives.ReadInt64LittleEndian(from);
        from = from[8..];
        for (var i = 0; i < Networks; i++, from = from[20..])
            networks[i] = new KnownNetwork(BinaryPrimitives.ReadUInt128LittleEndian(from), BinaryPrimitives.ReadInt32LittleEndian(from[16..]));
        endpoints = BinaryPrimitives.ReadUInt128LittleEndian(from);
        from = from[16..];
        for (var i = 0; i < Slots; i++, from = from[8..]) permissions[i] = BinaryPrimitives.ReadInt64LittleEndian(from);
        lastSource = BinaryPrimitives.ReadUInt128LittleEndian(from);
        lastUsed = BinaryPrimitives.ReadInt64LittleEndian(from[16..]);
        var packed = BinaryPrimitives.ReadInt32LittleEndian(from[24..]);
        (hours, hasForgotten, day) = (packed & 0xff_ffff, packed >> 24 != 0, (int)(lastUsed / Day));
        saidToday = BinaryPrimitives.ReadInt32LittleEndian(from[28..]);
        return true;
    }

    /// <summary>The /24 of an IPv4 address, the /48 of an IPv6 one.</summary>
    public static Source NetworkOf(UInt128 address)
    {
        var length = address >> 32 == 0xffff ? 120 : 48;
        return new Source(address & ~(UInt128.MaxValue >> length), length);
    }

    private Novelty FromWhere(Ip ip, long at)
    {
        if (ip.Number == lastSource)
        {
            lastNetworkAt = at;
            return Novelty.None;
        }
        var isFirst = lastSource == 0;
        lastSource = ip.Number;
        var network = NetworkOf(ip.Number).First;
        var found = Novelty.Source;
        if (network != lastNetwork)
        {
            var isNew = Meet(network, at);
            if (isNew && !isFirst) found |= Novelty.Network;
            if (network == networkBefore && at - lastNetworkAt < Minute && (IsFresh(network, at) || IsFresh(lastNetwork, at))) found |= Novelty.TwoPlaces;
            (networkBefore, lastNetwork) = (lastNetwork, network);
        }
        lastNetworkAt = at;
        return found;
    }

    /// <summary>Whether a network is new; the one that was longest unused makes room.</summary>
    private bool Meet(UInt128 network, long at)
    {
        var (today, oldest) = ((int)(at / Day), 0);
        for (var i = 0; i < Networks; i++)
        {
            if (networks[i].LastDay > 0 && networks[i].First == network)
            {
                networks[i] = new KnownNetwork(network, today) { Since = networks[i].Since };
                return false;
            }
            if (networks[i].LastDay < networks[oldest].LastDay) oldest = i;
        }
        hasForgotten |= networks[oldest].LastDay > 0;
        networks[oldest] = new KnownNetwork(network, today) { Since = at };
        return true;
    }

    private bool IsFresh(UInt128 network, long at)
    {
        for (var i = 0; i < Networks; i++)
            if (networks[i].LastDay > 0 && networks[i].First == network) return networks[i].Since + Day > at;
        return false;
    }

    private Novelty ForWhat(string permission, int route, long at)
    {
        var found = Novelty.None;
        var slot = 0;
        while (slot < Other && !string.Equals(Permissions.Known[slot], permission, StringComparison.Ordinal)) slot++;
        if (permissions[slot] == 0) found |= Novelty.Permission;
        permissions[slot] = at;
        var bit = UInt128.One << (route & 127);
        if (route >= 0 && (endpoints & bit) == 0)
        {
            endpoints |= bit;
            found |= Novelty.Endpoint;
        }
        return found;
    }

    /// <summary>Hours and rates are habits only after a week.</summary>
    private Novelty When(long at)
    {
        var found = Novelty.None;
        var bit = 1 << (int)(at / Hour % 24);
        if ((hours & bit) == 0)
        {
            hours |= bit;
            if (at - since > Learning) found |= Novelty.Hour;
        }
        if (at / Minute != minute)
        {
            busiest = Math.Max(inMinute, busiest - (busiest / 1024));
            (minute, inMinute) = (at / Minute, 0);
        }
        if (++inMinute >= LeastRate && inMinute == TimesUsual * Math.Max(busiest, LeastRate / TimesUsual) && at - since > Learning) found |= Novelty.Rate;
        return found;
    }

    /// <summary>The same is said once a day, and of all no more than so much.</summary>
    private Novelty Once(Novelty found)
    {
        const Novelty repeated = Novelty.YoungPower | Novelty.Rate | Novelty.TwoPlaces;
        found &= ~((Novelty)saidToday & repeated);
        if (found == Novelty.None) return found;
        saidToday |= (int)(found & repeated);
        const Novelty written = Novelty.Source | Novelty.Day;
        if ((found & ~written) != Novelty.None && ++signalsToday > MostSignalsADay) found &= written;
        return found;
    }

    [InlineArray(Networks)]
    private struct NetworkSet
    {
        private KnownNetwork first;
    }

    [InlineArray(Slots)]
    private struct PermissionTimes
    {
        private long first;
    }

    /// <param name="LastDay">Days since 1970; 0: nothing stands here.</param>
    private readonly record struct KnownNetwork(UInt128 First, int LastDay)
    {
        /// <summary>Since when, as far as this process knows.</summary>
        public long Since { get; init; }
    }
}
