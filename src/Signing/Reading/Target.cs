using Holdfast.Signing.Claims;
using Holdfast.Signing.Requests;

namespace Holdfast.Signing.Reading;

/// <summary>Method and target of a request: what every scheme asks of them.</summary>
internal static class Target
{
    public static Refusal Check(scoped in SignedRequest request)
    {
        if (!Characters.AreOfMethod(request.Method)) return Refusal.MalformedMethod;
        var target = request.Target;
        if (target.Length == 0 || target[0] != (byte)'/' || !Characters.AreOfTarget(target)) return Refusal.MalformedTarget;
        // a query of nothing is a target of its own that some schemes would not sign
        if (target[^1] == (byte)'?' && QueryOf(target).Length == 0) return Refusal.MalformedTarget;
        return Percent.IsWellFormed(PathOf(target)) ? Form.Check(QueryOf(target), Refusal.MalformedTarget) : Refusal.MalformedTarget;
    }

    public static ReadOnlySpan<byte> PathOf(ReadOnlySpan<byte> target)
    {
        var mark = target.IndexOf((byte)'?');
        return mark < 0 ? target : target[..mark];
    }

    /// <summary>Without its `?`; empty where there is none.</summary>
    public static ReadOnlySpan<byte> QueryOf(ReadOnlySpan<byte> target)
    {
        var mark = target.IndexOf((byte)'?');
        return mark < 0 ? default : target[(mark + 1)..];
    }
}
