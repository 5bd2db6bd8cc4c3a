using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Money;
using Holdfast.Domain.Policies;
using Holdfast.Domain.Withdrawals;

namespace Holdfast.Domain.Json;

/// <summary>How events, snapshots and policies are written. Names are stored and never change.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(AmountJson), typeof(PooledText)])]
[JsonSerializable(typeof(OwnerEvent))]
[JsonSerializable(typeof(OwnerState))]
[JsonSerializable(typeof(Policy))]
[JsonSerializable(typeof(Edit))]
[JsonSerializable(typeof(Edit[]))]
[JsonSerializable(typeof(WithdrawalRecord))]
public sealed partial class DomainJson : JsonSerializerContext
{
    public static byte[] Write(OwnerEvent @event) => JsonSerializer.SerializeToUtf8Bytes(@event, Default.OwnerEvent);

    /// <exception cref="JsonException">The bytes are no event of this version.</exception>
    public static OwnerEvent ReadEvent(ReadOnlySpan<byte> json) =>
        Read(json, Default.OwnerEvent);

    public static byte[] Write(OwnerState state) => JsonSerializer.SerializeToUtf8Bytes(state, Default.OwnerState);

    /// <exception cref="JsonException">The bytes are no state of this version.</exception>
    public static OwnerState ReadState(ReadOnlySpan<byte> json)
    {
        var state = Read(json, Default.OwnerState);
        return state with { Changes = Array.ConvertAll(Whole(state.Changes), WithSharedEdits) };
    }

    /// <exception cref="JsonException">The bytes are nothing of this kind; a case that is not known is no other exception.</exception>
    internal static T Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("nothing is written here");
        }
        catch (NotSupportedException e)
        {
            throw new JsonException("the kind is missing or not the first member", e);
        }
    }

    private static T[] Whole<T>(T[]? items)
        where T : class =>
        items is not null && Array.TrueForAll(items, i => i is not null) ? items : throw new JsonException("a list is missing or holds nothing");

    /// <summary>A part that does an edit as it was asked holds that edit, not another like it.</summary>
    private static Change WithSharedEdits(Change change) => change with
    {
        Parts = Array.ConvertAll(Whole(change.Parts), part =>
            part.Edit >= 0 && part.Edit < Whole(change.Edits).Length && change.Edits[part.Edit].Edit is var asked && asked == part.Does
                ? part with { Does = asked }
                : part),
    };
}

/// <summary>Amounts are strings, so that no reader rounds them.</summary>
internal sealed class AmountJson : JsonConverter<decimal>
{
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        decimal.TryParse(reader.GetString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            ? amount
            : throw new JsonException("not an amount");

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[64];
        if (value.Scale == 0 && value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture))
            writer.WriteStringValue(text[..length]);
        else writer.WriteStringValue(Amount.Format(value));
    }
}
