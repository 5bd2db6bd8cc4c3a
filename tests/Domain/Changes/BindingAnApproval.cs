using System.Text.Json.Nodes;
using Holdfast.Domain.Changes;
using Holdfast.Domain.Json;
using Holdfast.Domain.Policies;
using static Holdfast.Domain.Tests.Edits;

namespace Holdfast.Domain.Tests.Changes;

/// <summary>An approval signs one exact change: whatever is edited in it gives another digest.</summary>
public sealed class BindingAnApproval
{
    private static readonly Edit[] Everything =
    [
        new Edit.AddKey("k5", "bot", ["read", "trade"], [Source(Net)], new(1_900_000_000_000), new CredentialKind.Public("ed25519", "PEM")),
        new Edit.AddKey("k6", "bot", ["read"], [], null, new CredentialKind.Shared("binance")),
        new Edit.ResumeKey("k1"), Rotate(overlap: TimeSpan.FromHours(1)), new Edit.RemoveCredential("k1", "c1"), Grant("withdraw"), Revoke("trade"),
        AddSource("203.0.113.0/24"), RemoveSource(Net), new Edit.SetExpiry("k1", new(1_900_000_000_000)),
        To("address", "77"), NotTo("address", "77"), Limit(100, length: TimeSpan.FromDays(1)), new Edit.RemoveLimit(null, "USDT", TimeSpan.FromDays(1)),
        new Edit.SetAllowance(10), new Edit.SetChallenge(7), new Edit.SetSettling(TimeSpan.FromDays(8)),
        Hold(Element.Trade, 50, TimeSpan.FromDays(1)), new Edit.AddFactor("f", FactorKind.Totp, "phone", "anna"), new Edit.RemoveFactor("f"),
        Guardian("anna"), new Edit.RemoveGuardian("anna"), Webhook("hook"), new Edit.RemoveChannel("hook"), new Edit.ResetFactors(),
        new Edit.Recover("f", FactorKind.Passkey, "x"), new Edit.LiftFreeze("f_1"), new Edit.Join(), new Edit.RemoveKey("k1"), new Edit.SuspendKey("k1"),
    ];

    [Fact]
    public void Covers_every_field_of_every_edit_and_all_around_them()
    {
        var canonical = JsonNode.Parse(Canonical(Everything))!;
        var original = Canonical(Everything);
        var digests = new HashSet<string>(StringComparer.Ordinal) { Hash(original) };
        var leaves = Leaves(canonical).ToArray();
        Assert.InRange(leaves.Length, 100, 1000);
        foreach (var path in leaves)
            for (var mutation = 0; mutation < 20; mutation++)
            {
                var mutated = JsonNode.Parse(original)!;
                Mutate(mutated, path, mutation);
                var text = CanonicalJson.Write(System.Text.Json.JsonDocument.Parse(mutated.ToJsonString()).RootElement);
                Assert.NotEqual(original, text);
                digests.Add(Hash(text));
            }
        Assert.InRange(digests.Count, leaves.Length * 10, leaves.Length * 20 + 1);
        Assert.DoesNotContain(Hash(original), digests.Skip(1));
    }

    [Fact]
    public void Says_every_property_of_every_edit_in_the_canonical_form()
    {
        foreach (var edit in Everything)
        {
            var json = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(edit, DomainJson.Default.Edit))!.AsObject();
            foreach (var property in edit.GetType().GetProperties().Where(p => p.GetValue(edit) is not null && p.DeclaringType != typeof(Edit)))
                Assert.True(json.Any(m => m.Key.Equals(property.Name, StringComparison.OrdinalIgnoreCase)), $"{edit}: {property.Name}");
        }
    }

    [Fact]
    public void Two_equal_changes_have_different_digests_and_any_other_is_refused()
    {
        var given = Given.Aged();
        var (one, two) = (given.Ask(To("a")), given.AskBy(Given.StaffOne, To("a")));
        Assert.NotEqual(given.Of(one).Digest, given.Of(two).Digest);
        var digest = given.Of(one).Digest;
        for (var i = 0; i < digest.Length; i++)
        {
            var other = digest[..i] + (digest[i] == '0' ? '1' : '0') + digest[(i + 1)..];
            Given.Refused("digestMismatch", given.TryApprove(one, digest: other));
        }
    }

    [Fact]
    public void The_text_is_of_the_same_edits()
    {
        var given = Given.Aged();
        var texts = given.Of(given.Ask(To("T1"), Grant("transfer"))).Text;
        Assert.Equal(2, texts.Length);
        Assert.Contains("USDT can go to T1 on TRON", texts[0], StringComparison.Ordinal);
        Assert.Contains("48 hours", texts[0], StringComparison.Ordinal);
        var more = given.Of(given.Ask(Grant("manage"))).Text;
        Assert.Contains("a key could send money to a new address", more[^1], StringComparison.Ordinal);
    }

    private static string Canonical(Edit[] edits) => ChangeDigest.Canonical(
        "alice", "c_1", [.. edits.Select(e => new JudgedEdit(e, Effect.Expands))],
        [.. edits.Select((e, i) => new HeldPart(
            i, e, "x", Element.Withdraw, Holdfast.Domain.Time.ClockKind.Ordinary, TimeSpan.FromHours(i + 1), PartState.Awaiting, null, VetoRule.Anyone))],
        3, "nonce");

    private static string Hash(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    private static IEnumerable<string[]> Leaves(JsonNode node, params string[] path) => node switch
    {
        JsonObject o => o.SelectMany(m => Leaves(m.Value!, [.. path, m.Key])),
        JsonArray { Count: > 0 } a => a.SelectMany((n, i) => Leaves(n!, [.. path, $"{i}"])),
        _ => [path],
    };

    private static void Mutate(JsonNode root, string[] path, int how)
    {
        var parent = path[..^1].Aggregate(root, (n, p) => n is JsonArray a ? a[int.Parse(p)]! : n[p]!);
        var old = parent is JsonArray list ? list[int.Parse(path[^1])]!.ToString() : parent[path[^1]]!.ToString();
        JsonNode? fresh = how switch
        {
            0 => null,
            1 => old + " ",
            2 => " " + old,
            3 => old.Any(char.IsAsciiLetterLower) ? old.ToUpperInvariant() : old.ToLowerInvariant() + "a",
            4 => old + "\u200b",
            5 => old.Length > 0 ? old[1..] + "\u0301" : "x",
            6 => new JsonArray(old),
            7 => new JsonObject { ["x"] = old },
            8 => true,
            9 => 12345678,
            _ => old + (char)('a' + how),
        };
        if (parent is JsonArray array) array[int.Parse(path[^1])] = fresh;
        else if (how == 0) parent.AsObject().Remove(path[^1]);
        else parent[path[^1]] = fresh;
    }
}
