using System.Globalization;
using System.Text;

namespace Holdfast.Server.Tests.Telemetry;

/// <summary>Just enough of protobuf's wire format to read what a collector is sent.</summary>
public sealed class Message
{
    private readonly ILookup<int, (ulong Number, ReadOnlyMemory<byte> Bytes)> fields;

    public Message(ReadOnlyMemory<byte> bytes) => fields = Read(bytes).ToLookup(f => f.Field, f => (f.Number, f.Bytes));

    public IEnumerable<Message> All(int field) => fields[field].Select(f => new Message(f.Bytes));

    public string Text(int field) => fields[field].Select(f => Encoding.UTF8.GetString(f.Bytes.Span)).FirstOrDefault("");

    public string Hex(int field) => fields[field].Select(f => Convert.ToHexStringLower(f.Bytes.Span)).FirstOrDefault("");

    public ulong Number(int field) => fields[field].Select(f => f.Number).FirstOrDefault();

    public bool Has(int field) => fields.Contains(field);

    private static IEnumerable<(int Field, ulong Number, ReadOnlyMemory<byte> Bytes)> Read(ReadOnlyMemory<byte> bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var tag = Varint(bytes, ref at);
            var field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    yield return (field, Varint(bytes, ref at), default);
                    break;
                case 1:
                    yield return (field, BitConverter.ToUInt64(bytes.Span[at..]), default);
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(bytes, ref at);
                    yield return (field, 0, bytes.Slice(at, length));
                    at += length;
                    break;
                case 5:
                    yield return (field, BitConverter.ToUInt32(bytes.Span[at..]), default);
                    at += 4;
                    break;
                default:
                    throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"no wire type {tag & 7}"));
            }
        }
    }

    private static ulong Varint(ReadOnlyMemory<byte> bytes, ref int at)
    {
        var (value, shift) = (0UL, 0);
        while (true)
        {
            var next = bytes.Span[at++];
            value |= (ulong)(next & 127) << shift;
            if (next < 128) return value;
            shift += 7;
        }
    }
}
