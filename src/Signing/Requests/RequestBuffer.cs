using System.Text;

namespace Holdfast.Signing.Requests;

/// <summary>One buffer that holds a request; filled, read or signed, cleared and used again. For one thread at a time.</summary>
public sealed class RequestBuffer
{
    private byte[] bytes = new byte[2048];
    private HeaderField[] fields = new HeaderField[32];
    private int length;
    private int fieldCount;
    private (int At, int Length) method, target, host, body;

    /// <summary>The body exists or not, but it is not here.</summary>
    public bool IsBodyWithheld { get; set; }

    public ReadOnlySpan<byte> Target => bytes.AsSpan(target.At, target.Length);

    public ReadOnlySpan<byte> Body => bytes.AsSpan(body.At, body.Length);

    /// <summary>A view that is good until the buffer changes.</summary>
    public SignedRequest Request => new()
    {
        Method = bytes.AsSpan(method.At, method.Length),
        Target = Target,
        Host = bytes.AsSpan(host.At, host.Length),
        Headers = new HeaderFields(bytes, fields.AsSpan(0, fieldCount)),
        Body = Body,
        IsBodyWithheld = IsBodyWithheld,
    };

    public void Clear()
    {
        (length, fieldCount, IsBodyWithheld) = (0, 0, false);
        method = target = host = body = default;
    }

    public RequestBuffer SetMethod(ReadOnlySpan<byte> value) => Set(out method, value);

    public RequestBuffer SetTarget(ReadOnlySpan<byte> value) => Set(out target, value);

    public RequestBuffer SetHost(ReadOnlySpan<byte> value) => Set(out host, value);

    public RequestBuffer SetBody(ReadOnlySpan<byte> value) => Set(out body, value);

    public RequestBuffer AddHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (fieldCount == fields.Length) Array.Resize(ref fields, fields.Length * 2);
        Set(out var nameSlice, name);
        Set(out var valueSlice, value);
        fields[fieldCount++] = new HeaderField(nameSlice.At, nameSlice.Length, valueSlice.At, valueSlice.Length);
        return this;
    }

    public RequestBuffer AddHeader(string name, string value) =>
        AddHeader(Encoding.Latin1.GetBytes(name), Encoding.Latin1.GetBytes(value));

    /// <summary>What is kept may be a slice of the same buffer, so it is only moved once there is room.</summary>
    private RequestBuffer Set(out (int At, int Length) slice, ReadOnlySpan<byte> value)
    {
        if (bytes.Length - length < value.Length)
        {
            var larger = new byte[Math.Max(bytes.Length * 2, length + value.Length)];
            bytes.AsSpan(0, length).CopyTo(larger);
            value.CopyTo(larger.AsSpan(length));
            bytes = larger;
        }
        else
        {
            value.CopyTo(bytes.AsSpan(length));
        }

        slice = (length, value.Length);
        length += value.Length;
        return this;
    }
}
