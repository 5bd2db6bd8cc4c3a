namespace Holdfast.Consoles.Pages;

public sealed record KeysModel(IReadOnlyList<AccountKeys> Accounts);
