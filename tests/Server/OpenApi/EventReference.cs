using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Domain.Accounts;
using Holdfast.Domain.Installations;
using Holdfast.Domain.Time;

namespace Holdfast.Server.Tests.OpenApi;

/// <summary>Writes docs/reference/events.md from the types that are stored.</summary>
internal sealed class EventReference
{
    /// <summary>What cases without a comment of their own mean: their names say it in the source.</summary>
    private static readonly Dictionary<string, string> Plain = new(StringComparer.Ordinal)
    {
        ["accountOpened"] = "An account was opened for an owner.",
        ["changeApproved"] = "Somebody with a say consented to exactly this change.",
        ["changeVetoed"] = "Somebody with a say stopped parts of a change.",
        ["accountFrozen"] = "What leaves is stopped until the freeze ends or is lifted.",
        ["signalObserved"] = "The platform reported an observation about risk.",
        ["accountImported"] = "What the opening of an account that was taken over asked for is in force, at the age that it had before.",
        ["callReported"] = "The owner reported a suspicious call or message; what it did follows it.",
        ["orderDecided"] = "An order counts against the allowance, was denied, or is the owner's first on its pair.",
        ["sessionsEnded"] = "Sessions of the console are over.",
        ["withdrawalCancelled"] = "The platform said that a withdrawal will not happen; it stops counting.",
        ["tokenIssued"] = "A token is in force.",
        ["tokenEnded"] = "A token is gone.",
        ["actProposed"] = "A staff member proposed what takes two.",
        ["actSeconded"] = "A second staff member agreed.",
    };

    private readonly XmlDocs docs = new(typeof(OwnerEvent).Assembly);
    private readonly NullabilityInfoContext nullability = new();
    private readonly SortedDictionary<string, Type> parts = new(StringComparer.Ordinal);
    private readonly StringBuilder text = new();

    public static string Write() => new EventReference().All();

    private string All()
    {
        text.Append("""
            # Events

            Generated from the types that are stored; a test fails where this is stale. How an event may change is told in
            [the guide](../guides/events.md).

            `GET /v1/events` shows them in order, each with `position`, `owner`, `account`, `version` (of the owner's stream), `at`, `type` and
            `data`. The members below are those of `data`; one with `?` is absent where it has no value. The feed leaves out `secrets`, `nonce`,
            `tokens` and `token`: they never leave the server. Amounts are decimal strings, times RFC 3339 in UTC, spans ISO 8601.

            Clients pass over types and members that they don't know.


            """);
        Cases("Events of an owner", typeof(OwnerEvent));
        Cases("Events of the installation", typeof(InstallationEvent));
        text.Append("## What they are made of\n\n");
        var written = new HashSet<string>(StringComparer.Ordinal);
        while (parts.FirstOrDefault(p => !written.Contains(p.Key)) is { Key: { } name } part)
        {
            written.Add(name);
            Part(part.Value);
        }
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private void Cases(string title, Type type)
    {
        text.Append($"## {title}\n\n");
        foreach (var (name, @case) in Derived(type))
        {
            var meaning = docs.Of(@case) ?? Plain.GetValueOrDefault(name)
                ?? throw new InvalidOperationException($"`{name}` has no meaning: give it a comment");
            text.Append($"### {name}\n\n{meaning}\n\n");
            Members(@case);
        }
    }

    private void Part(Type type)
    {
        text.Append($"### {type.Name}\n\n");
        if (docs.Of(type) is { } meaning) text.Append(meaning).Append("\n\n");
        if (type.IsEnum) text.Append("One of ").AppendJoin(", ", Values(type).Select(v => $"`{v}`")).Append(".\n\n");
        else if (Derived(type) is { Length: > 0 } cases)
        {
            var tag = type.GetCustomAttribute<JsonPolymorphicAttribute>()!.TypeDiscriminatorPropertyName;
            text.Append($"Told apart by `{tag}`.\n\n| `{tag}` | members |\n|---|---|\n");
            foreach (var (name, @case) in cases)
                text.Append($"| `{name}` | {string.Join(", ", Stored(@case).Select(p => $"`{NameOf(p)}`{Mark(p)} {TypeOf(p)}"))} |\n");
            text.Append('\n');
        }
        else Members(type);
    }

    private void Members(Type type)
    {
        var members = Stored(type).ToArray();
        if (members.Length == 0) return;
        text.Append("| member | type | meaning |\n|---|---|---|\n");
        foreach (var member in members)
            text.Append($"| `{NameOf(member)}`{Mark(member)} | {TypeOf(member)} | {docs.Of(type, member.Name)} |\n");
        text.Append('\n');
    }

    private static (string Name, Type Case)[] Derived(Type type) =>
        [.. type.GetCustomAttributes<JsonDerivedTypeAttribute>().Select(a => ((string)a.TypeDiscriminator!, a.DerivedType))];

    private static IEnumerable<PropertyInfo> Stored(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => p.GetCustomAttribute<JsonIgnoreAttribute>() is null && p.Name != "EqualityContract");

    private static string NameOf(MemberInfo member) => JsonNamingPolicy.CamelCase.ConvertName(member.Name);

    private string Mark(PropertyInfo member) =>
        Nullable.GetUnderlyingType(member.PropertyType) is not null
        || nullability.Create(member).ReadState == NullabilityState.Nullable ? "?" : "";

    private string TypeOf(PropertyInfo member) =>
        member.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType?.Name == "HoldsJson"
            ? "spans by element"
            : TypeOf(member.PropertyType);

    private string TypeOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsArray) return "list of " + TypeOf(type.GetElementType()!);
        if (type == typeof(string)) return "text";
        if (type == typeof(bool)) return "flag";
        if (type == typeof(int) || type == typeof(long)) return "number";
        if (type == typeof(decimal)) return "amount";
        if (type == typeof(TimeSpan)) return "span";
        if (type == typeof(Instant)) return "time";
        if (type == typeof(Domain.Keys.Source)) return "CIDR";
        if (type.IsGenericType) return "object of " + TypeOf(type.GetGenericArguments()[^1]);
        parts[type.Name] = type;
        return $"[{type.Name}](#{type.Name.ToLowerInvariant()})";
    }

    private static IEnumerable<string> Values(Type type) => type == typeof(Domain.Withdrawals.Reason)
        ? Domain.Withdrawals.Reasons.All.Select(Domain.Withdrawals.Reasons.Code)
        : type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(f => f.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? f.Name);
}
