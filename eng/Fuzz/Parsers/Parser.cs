namespace Holdfast.Fuzz.Parsers;

/// <summary>A parser broke a promise that is not about exceptions.</summary>
internal sealed class BrokenPromiseException(string what) : Exception(what);

/// <summary>
/// One parser and what it promises: no exception but the declared one, the same again after writing and reading, and no
/// more work than its input is long.
/// </summary>
/// <param name="Try">Reads an input and says whether it was taken; throws <see cref="BrokenPromiseException"/> where it is not stable.</param>
/// <param name="Seeds">What valid inputs are made of.</param>
internal sealed record Parser(string Name, Func<string, bool> Try, Func<Random, string> Seeds)
{
    /// <summary>
    /// The most that an input may allocate: so much, and so much for each character. The first holds what a regular
    /// expression without backtracking makes the first time that it comes to a state.
    /// </summary>
    public (int Once, int Each) Bytes { get; init; } = (131_072, 256);

    /// <summary>A parser that says no by returning false.</summary>
    public static Parser Of<T>(string name, Reads<T> read, Func<T, string> write, params string[] seeds) =>
        new(name, text => read(text, out var value) && IsStable(text, value, read, write), r => seeds[r.Next(seeds.Length)]);

    /// <summary>A parser that says no by an exception of one declared type.</summary>
    public static Parser Throwing<T, TDeclared>(string name, Func<string, T> read, Func<T, string> write, Func<Random, string> seeds)
        where TDeclared : Exception
    {
        return new Parser(name, text => Reads(text, out var value) && IsStable(text, value, Reads, write), seeds);

        bool Reads(string text, out T value)
        {
            try
            {
                value = read(text);
                return true;
            }
            catch (TDeclared)
            {
                value = default!;
                return false;
            }
        }
    }

    private static bool IsStable<T>(string text, T value, Reads<T> read, Func<T, string> write)
    {
        var written = write(value);
        if (!read(written, out var again)) throw new BrokenPromiseException($"`{text}` is written as `{written}`, which is not read");
        return write(again) == written ? true
            : throw new BrokenPromiseException($"`{text}` is written as `{written}`, and that as `{write(again)}`");
    }
}

internal delegate bool Reads<T>(string text, out T value);
