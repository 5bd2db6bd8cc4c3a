namespace Holdfast.Consoles;

/// <summary>What every page has around what it shows.</summary>
/// <param name="Title">Of the document, and the page's first heading unless it has another.</param>
/// <param name="Here">Where the page is: the path that its entry in the menu leads to.</param>
public sealed record Frame(string Title, string Here)
{
    /// <summary>The name of the account; null where nobody is signed in.</summary>
    public string? Account { get; init; }

    /// <summary>What every form sends back, so that no other site can.</summary>
    public string Form { get; init; } = "";

    /// <summary>Makes a name for one sending of a form: sent twice it does its work once.</summary>
    public Func<string> Once { get; init; } = () => "";

    /// <summary>Signed in with a factor rather than by a link alone.</summary>
    public bool IsFull { get; init; }

    public bool IsFrozen { get; init; }

    /// <summary>A server for trying things out.</summary>
    public bool IsSandbox { get; init; }

    /// <summary>The version of what is shown; the page is fetched anew when there is a newer one. Null: it never is.</summary>
    public long? Version { get; init; }

    /// <summary>What was just done; null where nothing was.</summary>
    public string? Said { get; init; }

    /// <summary>What was wrong with what was just sent.</summary>
    public IReadOnlyList<string> Mistakes { get; init; } = [];

    /// <summary>The menu; none where nobody is signed in.</summary>
    public IReadOnlyList<MenuEntry> Menu { get; init; } = [];

    /// <summary>Where signing out is sent to; null where nobody is signed in.</summary>
    public string? SignOut { get; init; }
}

public sealed record MenuEntry(string Path, string Name);
