namespace Holdfast.System.Tests.Races;

/// <summary>Every pair that races, and some threes.</summary>
internal static class RaceKinds
{
    private static readonly TimeSpan Hold = TimeSpan.FromHours(48), Hour = TimeSpan.FromHours(1), PermitGone = TimeSpan.FromSeconds(121);

    public static IReadOnlyList<RaceKind> All { get; } =
    [
        new("approve approve", (h, o) => new ApproveTwice(h, o)),
        new("approve approve one code", (h, o) => new ApproveTwoWithOneCode(h, o)) { Opening = Hold + Hour, After = TimeSpan.FromSeconds(60) },
        new("approve veto", (h, o) => new ApproveAndVeto(h, o)),
        new("approve approve veto", (h, o) => new ApproveAndVeto(h, o, 2)),
        new("veto maturity", (h, o) => new VetoAtMaturity(h, o)) { Before = Hold, Rounds = 1, AtTheInstant = true },
        new("withdraw withdraw two accounts", (h, o) => new WithdrawFromTwoAccounts(h, o)) { After = Hold + Hour },
        new("withdraw withdraw withdraw", (h, o) => new WithdrawFromTwoAccounts(h, o, 3)) { After = Hold + Hour },
        new("withdraw freeze", (h, o) => new WithdrawAndFreeze(h, o)) { Rounds = 1 },
        new("withdraw withdraw freeze", (h, o) => new WithdrawAndFreeze(h, o, 2)) { Rounds = 1 },
        new("permit cancel", (h, o) => new PermitAndCancel(h, o)) { Before = PermitGone },
        new("permit veto", (h, o) => new PermitAndVeto(h, o)) { Opening = TimeSpan.FromDays(7) + Hour },
        new("same withdrawal twice", (h, o) => new SameWithdrawalTwice(h, o)),
        new("same key twice", (h, o) => new SameKeyTwice(h, o)),
        new("two keys twice", (h, o) => new TwoKeysTwice(h, o)),
        new("remove key approve", (h, o) => new RemoveKeyAndApprove(h, o)),
        new("open twice", (h, o) => new OpenTwice(h, o)),
        new("open and name", (h, o) => new OpenAndName(h, o)),
        new("limit withdraw", (h, o) => new WithdrawAndLimit(h, o)) { Rounds = 1 },
        new("cancel cancel", (h, o) => new CancelTwice(h, o)) { Before = PermitGone, After = Hold },
        new("old permit withdraw", (h, o) => new OldPermitAndWithdraw(h, o)) { Before = Hold + Hour, After = Hold + Hour },
        new("old cancel withdraw", (h, o) => new OldCancelAndWithdraw(h, o)) { Before = TimeSpan.FromDays(31), After = Hold + Hour },
    ];

    public static RaceKind Named(string name) => All.Single(k => k.Name == name);
}
