using Holdfast.Domain.Reports;
using Holdfast.Domain.Time;
using Holdfast.Server.Pages;

namespace Holdfast.Server.Reports;

/// <summary>A call as somebody tells it in two fields of a page, in his own words.</summary>
internal static class ToldCall
{
    private const int MostClaims = 1_000, MostFrom = 500;

    public static string Claims(string text) => Cut(text, MostClaims);

    public static string From(string text) => Cut(text, MostFrom);

    /// <param name="claims">What they said.</param>
    /// <param name="from">Whatever they used: a number, an address, a link or a name; empty for nothing.</param>
    public static ReportedCall Of(string claims, string from, Instant at)
    {
        var what = Guess.Of(from);
        Indicator[] indicators = what is null or "code" ? [] : [new Indicator(Enum.Parse<IndicatorKind>(what, ignoreCase: true), from)];
        if (indicators.Length == 0 && from.Length > 0) claims = $"{claims}\nFrom: {from}";
        return new ReportedCall(what == "phone" ? from : null, at, claims, indicators);
    }

    /// <summary>As it was typed, without what a terminal or a page would act on.</summary>
    private static string Cut(string text, int most)
    {
        var plain = string.Concat(text.Trim().Where(c => !char.IsControl(c) || c == '\n').Where(c => !char.IsSurrogate(c)));
        return plain.Length > most ? plain[..most] : plain;
    }
}
