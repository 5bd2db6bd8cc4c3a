namespace Holdfast.AspNetCore;

/// <summary>Who a request was let through for. A feature of it: `http.Features.Get&lt;HoldfastCaller&gt;()`.</summary>
/// <param name="Account">The account, by the id that the platform gave it at Holdfast.</param>
/// <param name="Key">The account's API key that the request is signed with.</param>
/// <param name="Permission">The permission that the request needed, as `read`; `all` where nobody mapped its route.</param>
/// <param name="Withdrawal">
/// The id of the withdrawal that the request asks for, when it asks for one and it was allowed; null otherwise. Its permit is fetched by
/// this id: `POST /v1/accounts/{account}/withdrawals/{withdrawal}/permit`.
/// </param>
public sealed record HoldfastCaller(string Account, string Key, string Permission, string? Withdrawal);
