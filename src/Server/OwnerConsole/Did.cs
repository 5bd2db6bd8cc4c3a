namespace Holdfast.Server.OwnerConsole;

/// <summary>What the page after an act says. The address holds a word of ours, never the sentence.</summary>
internal static class Did
{
    public const string Changed = "changed", Nothing = "nothing", Frozen = "frozen", Stopped = "stopped", Hidden = "hidden", Approved = "approved", Ended = "ended", SignedIn = "signed-in";

    public static string? Words(string? did) => did switch
    {
        Changed => "Done. It is in force now.",
        Nothing => "It is so already. Nothing had to be done.",
        Frozen => "Frozen. Nothing can leave until you lift it.",
        Stopped => "Stopped. It will not happen.",
        Hidden => "Stopped quietly. It will not happen, and whoever asked goes on seeing it as waiting.",
        Approved => "Approved. You are told where you asked to be told, and then it waits.",
        Ended => "Signed out there.",
        SignedIn => "It is you. Now you can ask for changes.",
        _ => null,
    };
}
