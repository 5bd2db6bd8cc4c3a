namespace Holdfast.Lab.Demonstration;

/// <summary>What an act is about, and so what it must not show.</summary>
internal enum ActKind
{
    /// <summary>Somebody drains an account: nothing beyond the allowance may leave.</summary>
    Attack,

    /// <summary>Somebody goes on as always: nothing may be held up.</summary>
    SteadyUse,

    /// <summary>An owner wants more: it takes its time and no longer.</summary>
    OwnChange,
}

/// <summary>Something that an act must show, and whether the server's answers showed it.</summary>
internal sealed record Claim(string Text, bool Holds);

/// <summary>The figures of one act, all from the server's answers.</summary>
/// <param name="Attempted">Withdrawals that were asked.</param>
/// <param name="Stolen">What left to the caller, in USDT.</param>
/// <param name="Allowance">What the server stated, before the act, as what may leave to what is new in any 48 h.</param>
/// <param name="Delayed">Withdrawals that were not allowed at once.</param>
internal sealed record ActResult(
    int Act, string Title, ActKind Kind, int Attempted, decimal Stolen, decimal Allowance, int Allowed, int Delayed,
    IReadOnlyList<Claim> Claims)
{
    /// <summary>50 USDT in any 48 h: what Holdfast ships with, and all that the demonstration puts up with.</summary>
    public const decimal MostAllowance = 50m;

    /// <summary>What is wrong; empty when the act went as it must.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (Attempted == 0) faults.Add("nothing was attempted");
        if (Stolen > Math.Min(Allowance, MostAllowance))
            faults.Add($"{Stolen} USDT left to the caller, more than {Math.Min(Allowance, MostAllowance)}");
        if (Kind == ActKind.SteadyUse && Delayed > 0) faults.Add($"the bot was held up {Delayed} times");
        if (Kind == ActKind.SteadyUse && Allowed == 0) faults.Add("the bot withdrew nothing");
        faults.AddRange(Claims.Where(c => !c.Holds).Select(c => $"not shown: {c.Text}"));
        return faults;
    }
}
