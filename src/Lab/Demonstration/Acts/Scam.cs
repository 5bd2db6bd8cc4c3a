namespace Holdfast.Lab.Demonstration.Acts;

/// <summary>What acts 1 to 3 share: a customer with a bot's key and a guardian, and a caller who wants what is there.</summary>
internal sealed class Scam(Stage stage, Customer customer)
{
    public const string Key = "bot", Guardian = "marta", GuardianEmail = "marta@example.org";

    public const decimal All = 1500m;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public Customer Customer => customer;

    public Withdrawals Drain { get; } = new(stage.Caller, stage.Signer, customer.Id, "drain");

    /// <summary>What the server stated before anything began.</summary>
    public decimal Allowance { get; private set; }

    /// <summary>When the call began.</summary>
    public DateTimeOffset Zero { get; private set; }

    /// <summary>Every `via` to the caller's address: the key from both places, the caller's session, the customer's own.</summary>
    public List<Way> Ways { get; } = [];

    /// <summary>A key that reads and trades, an address of the own, a limit, a guardian: what careful customers have.</summary>
    public static async Task<Scam> PrepareAsync(Stage stage, string id, params object[] more)
    {
        string[] permissions = ["read", "trade"];
        return new Scam(stage, await stage.OpenAccountAsync(id,
        [
            Edits.AddKey(Key, "trading bot", permissions, Cast.BotServer),
            Edits.AddDestination(Cast.Own, "my cold wallet"),
            Edits.SetLimit("2000"),
            Edits.AddGuardian(Guardian, "Marta", GuardianEmail),
            .. more,
        ]));
    }

    /// <summary>The telephone rings.</summary>
    public async Task<DateTimeOffset> RingAsync()
    {
        Allowance = await customer.AllowanceAsync();
        Zero = await stage.Clock.NowAsync();
        Ways.AddRange(
        [
            Way.Key(Key, Cast.CallerIp, Cast.Callers),
            Way.Key(Key, Cast.BotServer, Cast.Callers),
            Way.Session("callers-browser", Cast.CallerIp, "callers-laptop", Zero, Cast.Callers),
            Way.Session(customer.Session, Cast.Home, $"{customer.Id}-phone", Zero, Cast.Callers),
        ]);
        return Zero;
    }

    /// <summary>The same ways with a factor used just now: the customer confirms each sign-in as told.</summary>
    public void SignInAgain(DateTimeOffset now)
    {
        Ways.RemoveAll(w => w.IsSession);
        Ways.Add(Way.Session("callers-browser", Cast.CallerIp, "callers-laptop", now, Cast.Callers));
        Ways.Add(Way.Session(customer.Session, Cast.Home, $"{customer.Id}-phone", now, Cast.Callers));
    }

    /// <summary>Every full hour, all at once and a little, through every way; `until` itself is played, too.</summary>
    public async Task<Tally> EachHourAsync(DateTimeOffset from, DateTimeOffset until)
    {
        var tally = new Tally();
        for (var at = from; ; at = at + Hour < until ? at + Hour : until)
        {
            await stage.Clock.AdvanceToAsync(at);
            SignInAgain(at);
            tally.Add(await Drain.EachWayAsync(Ways, All, 1m));
            if (at >= until) return tally;
        }
    }

    /// <summary>The ways that need no chain.</summary>
    public IReadOnlyList<Way> SideDoors(DateTimeOffset now) =>
    [
        .. Cast.SideDoors.Select(to => Way.Session(customer.Session, Cast.Home, $"{customer.Id}-phone", now, to)),
        .. Cast.SideDoors.Select(to => Way.Key(Key, Cast.CallerIp, to)),
    ];

    /// <summary>How many letters about this account went out since the call, and to whom.</summary>
    public (int Count, string Whom) Told()
    {
        var own = stage.Mail.Letters(customer.Email, Zero).Count;
        var guardian = stage.Mail.Letters(GuardianEmail, Zero).Count;
        return (own + guardian, $"{customer.Email} ({own}), {GuardianEmail} ({guardian})");
    }

    public ActResult Result(int act, string title, params Claim[] claims) => new(
        act, title, ActKind.Attack, Drain.All.Attempted, Drain.All.Stolen, Allowance, Drain.All.Allowed, Drain.All.Delayed, claims);
}
