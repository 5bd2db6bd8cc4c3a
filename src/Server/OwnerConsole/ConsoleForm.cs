using System.Security.Cryptography;
using System.Text;
using Holdfast.Server.Hosting;
using Holdfast.Server.Owners;
using Holdfast.Server.Sessions;
using Holdfast.Server.Tokens;
using Holdfast.Storage;
using Microsoft.Extensions.Primitives;

namespace Holdfast.Server.OwnerConsole;

/// <summary>What a form of the console brought, from somebody who is signed in and meant to send it.</summary>
internal sealed record ConsoleForm(HttpContext Http, SignedIn Who, IReadOnlyDictionary<string, StringValues> Fields)
{
    /// <summary>What the platform's own calls may do, and whose they are is in `by`.</summary>
    private static readonly Caller Itself = new("$console", MayDecide: true, MayFeed: false, IsStaff: false);

    /// <summary>The first value of a field, without what surrounds it; null where it was left empty.</summary>
    public string? this[string name] => Fields.TryGetValue(name, out var values) && values.ToString().Trim() is { Length: > 0 } text ? text : null;

    public string[] All(string name) => Fields.TryGetValue(name, out var values) ? [.. values.OfType<string>()] : [];

    public string Route(string name) => (string)Http.Request.RouteValues[name]!;

    /// <summary>The account that the form is about: one of the owner's, or none.</summary>
    public string? Account => (this["account"] ?? Who.Session.Account) is { } named && Who.Moment.State.Find(named) is not null ? named : null;

    /// <summary>The same as a call of the API, so that a form that is sent twice does its work once.</summary>
    public Ask Ask(byte[] body) => new(Http, Itself, body, new RequestKey(
        LogKey.Of("form", Who.Session.Id, Http.Request.Path.Value ?? "", this["once"] ?? Ids.Secret()),
        LogKey.OfBytes("body", "", body)));
}

/// <summary>What makes a form one of ours: a word that only this session's pages hold.</summary>
internal sealed class FormSeal(byte[] key)
{
    public string Of(string session) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(session)));

    public bool Is(string session, string? brought) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Of(session)), Encoding.UTF8.GetBytes(brought ?? ""));
}
