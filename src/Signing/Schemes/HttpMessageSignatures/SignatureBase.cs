using System.Text;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Reading;

namespace Holdfast.Signing.Schemes.HttpMessageSignatures;

/// <summary>
/// The signature base (RFC 9421 section 2.5): a line for each covered component, and the parameters. Components have no parameters of their own
/// here; a header that is there twice is refused instead of joined.
/// </summary>
internal static class SignatureBase
{
    /// <param name="covers">What the components hold fast; headers are not told, but for the digest of the body.</param>
    public static ReadOnlySpan<byte> Write(scoped ref RequestReading reading, scoped in SignatureInput input, out Coverage covers)
    {
        covers = Coverage.None;
        var start = reading.Scratch.Used;
        var components = input.Components;
        for (var count = 0; components.Length > 0 && reading.Refusal == Refusal.None; count++)
        {
            var quoted = Next(ref components);
            reading.RefuseIf(quoted.Length < 3 || count == SignatureInput.MostComponents, Refusal.MalformedSignatureInput);
            reading.RefuseIf(IsThere(input.Components, quoted, before: count), Refusal.DuplicateParameter);
            if (reading.Refusal != Refusal.None) break;
            reading.Scratch.Add(quoted);
            reading.Scratch.Add(": "u8);
            covers |= quoted[1] == (byte)'@' ? Derived(ref reading, quoted[1..^1]) : Field(ref reading, quoted[1..^1]);
            reading.Scratch.Add("\n"u8);
        }

        reading.Scratch.Add("\"@signature-params\": "u8);
        reading.Scratch.Add(input.Value);
        return reading.Scratch.Since(start);
    }

    /// <summary>The next component with its quotes; empty where it is malformed. Between two is one blank.</summary>
    private static ReadOnlySpan<byte> Next(scoped ref ReadOnlySpan<byte> components)
    {
        var end = components[0] == (byte)'"' ? components[1..].IndexOf((byte)'"') : -1;
        if (end < 0) return default;
        var quoted = components[..(end + 2)];
        components = components[(end + 2)..];
        if (components.Length == 0) return quoted;
        if (components.Length < 2 || components[0] != (byte)' ') return default;
        components = components[1..];
        return quoted;
    }

    private static bool IsThere(ReadOnlySpan<byte> components, ReadOnlySpan<byte> quoted, int before)
    {
        for (; before > 0; before--)
        {
            if (Next(ref components).SequenceEqual(quoted)) return true;
        }

        return false;
    }

    private static Coverage Field(scoped ref RequestReading reading, scoped ReadOnlySpan<byte> name)
    {
        reading.RefuseIf(!FieldNames.IsField(name), Refusal.ComponentUnknown);
        var value = reading.Header(name, Refusal.ComponentUnknown);
        reading.Scratch.Add(value.Trim((byte)' '));
        return name.SequenceEqual("content-digest"u8) ? Coverage.Body : Coverage.None;
    }

    /// <summary>RFC 9421 section 2.2. Not known: `@scheme`, `@status`, `@query-param`.</summary>
    private static Coverage Derived(scoped ref RequestReading reading, scoped ReadOnlySpan<byte> name)
    {
        var request = reading.Request;
        if (name.SequenceEqual("@method"u8))
        {
            reading.Scratch.Add(request.Method);
            return Coverage.Method;
        }

        if (name.SequenceEqual("@path"u8))
        {
            reading.Scratch.Add(reading.Path);
            return Coverage.Path;
        }

        if (name.SequenceEqual("@query"u8))
        {
            reading.Scratch.Add("?"u8);
            reading.Scratch.Add(reading.Query);
            return Coverage.Query;
        }

        if (name.SequenceEqual("@request-target"u8))
        {
            reading.Scratch.Add(request.Target);
            return Coverage.Path | Coverage.Query;
        }

        if (name.SequenceEqual("@authority"u8))
        {
            Authority(ref reading);
            return Coverage.Host;
        }

        reading.RefuseIf(!name.SequenceEqual("@target-uri"u8), Refusal.ComponentUnknown);
        reading.Scratch.Add("https://"u8);
        Authority(ref reading);
        reading.Scratch.Add(request.Target);
        return Coverage.Host | Coverage.Path | Coverage.Query;
    }

    /// <summary>In lower case, without the port of https (RFC 9421 section 2.2.3, RFC 9110 section 4.2.3).</summary>
    private static void Authority(scoped ref RequestReading reading)
    {
        var host = reading.Request.Host;
        reading.RefuseIf(!Characters.AreOfHost(host), Refusal.MalformedHost);
        if (host.EndsWith(":443"u8)) host = host[..^4];
        var room = reading.Scratch.Take(host.Length);
        if (room.Length == host.Length) Ascii.ToLower(host, room, out _);
    }
}
