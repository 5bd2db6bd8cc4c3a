using System.Globalization;

namespace Holdfast.Domain.Money;

/// <summary>
/// Amounts as decimal strings: digits, at most one point, at most 28 digits, of which 20 before the point and 18 behind
/// it. The bound before the point keeps sums of many amounts within a decimal.
/// </summary>
public static class Amount
{
    public const int MostDigits = 28, MostWhole = 20, MostDecimals = 18;

    /// <summary>Reads an amount of zero or more; signs, exponents, blanks, leading zeros and too many digits are refused.</summary>
    public static bool TryParse(string? text, out decimal amount)
    {
        amount = 0;
        if (string.IsNullOrEmpty(text) || text.Length > MostDigits + 2) return false;
        var point = text.IndexOf('.');
        var whole = point < 0 ? text.AsSpan() : text.AsSpan(0, point);
        var fraction = point < 0 ? [] : text.AsSpan(point + 1);
        if (whole.Length == 0 || (point >= 0 && fraction.Length == 0)) return false;
        if (whole.Length > 1 && whole[0] == '0') return false;
        if (whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9')) return false;
        if (whole.Length > MostWhole || fraction.Length > MostDecimals || whole.Length + fraction.Length > MostDigits) return false;
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount);
    }

    /// <summary>The one spelling of an amount: no trailing zeros behind the point.</summary>
    public static string Format(decimal amount) => (amount / 1.0000000000000000000000000000m)
        .ToString("0.##################", CultureInfo.InvariantCulture);
}

/// <summary>What something is worth in a quote currency.</summary>
public sealed record Value(decimal Amount, string Currency);
