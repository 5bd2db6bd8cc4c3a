using static Holdfast.Storage.Tests.LogFixture;

namespace Holdfast.Storage.Tests;

/// <summary>What is sealed for one place opens at no other, whoever may write the database.</summary>
public sealed class SwappingCiphertexts
{
    private const int Owners = 3, Each = 4;

    [Fact]
    public async Task Of_any_two_bodies_fails()
    {
        await using var fixture = await FilledAsync();
        var failed = 0;
        for (var from = 1; from <= Owners * Each; from++)
            for (var to = 1; to <= Owners * Each; to++)
            {
                if (from == to) continue;
                var was = Convert.ToHexString(fixture.Blob($"SELECT body FROM event WHERE position = {to}"));
                await fixture.Tamper($"UPDATE event SET body = (SELECT body FROM event WHERE position = {from}) WHERE position = {to}");
                Assert.Throws<LogDamagedException>(() => fixture.Log.ReadAt(to));
                await fixture.Tamper($"UPDATE event SET body = x'{was}' WHERE position = {to}");
                Assert.NotNull(fixture.Log.ReadAt(to)!.Body);
                failed++;
            }
        Assert.Equal(Owners * Each * (Owners * Each - 1), failed);
    }

    [Fact]
    public async Task Of_any_two_owners_keys_fails()
    {
        await using var fixture = await FilledAsync();
        for (var from = 1; from <= Owners; from++)
            for (var to = 1; to <= Owners; to++)
            {
                if (from == to) continue;
                var was = Convert.ToHexString(fixture.Blob($"SELECT wrapped_key FROM owner WHERE no = {to}"));
                await fixture.Tamper($"UPDATE owner SET wrapped_key = (SELECT wrapped_key FROM owner WHERE no = {from}) WHERE no = {to}");
                Assert.Throws<LogDamagedException>(() => fixture.Log.Load($"owner{to - 1}"));
                await fixture.Tamper($"UPDATE owner SET wrapped_key = x'{was}' WHERE no = {to}");
            }
    }

    [Fact]
    public async Task Of_any_two_answers_fails()
    {
        await using var fixture = await FilledAsync();
        await fixture.Tamper("UPDATE event SET answer = (SELECT answer FROM event WHERE position = 1) WHERE position = 2");
        Assert.Throws<LogDamagedException>(() => fixture.Log.FindRequest(LogKey.Of("request", "owner1 1")));
        await fixture.Tamper("UPDATE event SET answer = body WHERE position = 3");
        Assert.Throws<LogDamagedException>(() => fixture.Log.FindRequest(LogKey.Of("request", "owner2 1")));
    }

    private static async Task<LogFixture> FilledAsync()
    {
        var fixture = new LogFixture();
        for (var version = 0; version < Each; version++)
            for (var owner = 0; owner < Owners; owner++)
                await fixture.Log.AppendAsync(Append($"owner{owner}", version, $"a text of {owner}") with { Request = Request($"owner{owner} {version + 1}") });
        return fixture;
    }
}
