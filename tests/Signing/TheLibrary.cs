using System.Reflection;
using Holdfast.Signing.Claims;
using Holdfast.Signing.Keys;
using Holdfast.Signing.Requests;
using Holdfast.Signing.Schemes;

namespace Holdfast.Signing.Tests;

public sealed class TheLibrary
{
    public static TheoryData<string> WithSecrets =>
        [.. Rig.All.Where(r => r.Algorithm is Algorithm.HmacSha256 or Algorithm.HmacSha512).Select(r => r.ToString())];

    [Fact]
    public void Stands_on_the_framework_alone() => Assert.All(
        typeof(Scheme).Assembly.GetReferencedAssemblies(),
        a => Assert.True(a.Name!.StartsWith("System.", StringComparison.Ordinal) || a.Name == "Microsoft.Win32.Primitives", a.Name));

    [Theory]
    [MemberData(nameof(WithSecrets))]
    public void Allocates_nothing_for_a_shared_secret(string name)
    {
        var rig = Rig.Named(name);
        var credential = Keyring.Public(rig.Algorithm, rig.HasPassphrase);
        foreach (var example in rig.Examples())
        {
            var buffer = example.ToBuffer();
            var scratch = new byte[buffer.Request.ScratchBytes];
            for (var i = 0; i < 100; i++) Assert.True(Passes(buffer, scratch, credential));
            var before = GC.GetAllocatedBytesForCurrentThread();
            var passed = true;
            for (var i = 0; i < 1_000; i++) passed &= Passes(buffer, scratch, credential);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(passed);
            Assert.Equal(0, allocated);
        }
    }

    [Fact]
    public void Has_a_word_for_each_refusal()
    {
        var all = Enum.GetValues<Refusal>();
        Assert.Equal(all.Length, all.Select(r => r.Code()).Distinct(StringComparer.Ordinal).Count());
        Assert.All(all, r => Assert.Equal(r.ToString(), r.Code(), ignoreCase: true));
    }

    [Fact]
    public void Has_a_constructor_for_nobody_else()
    {
        Assert.All(typeof(Scheme).GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public), c => Assert.True(c.IsFamilyAndAssembly));
        Assert.All(typeof(Credential).GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public), c => Assert.True(c.IsFamilyAndAssembly));
    }

    private static bool Passes(RequestBuffer buffer, byte[] scratch, Credential credential)
    {
        var request = buffer.Request;
        if (Catalog.Find(request, out var scheme) != Refusal.None || scheme!.Read(request, scratch, out var claim) != Refusal.None) return false;
        Span<byte> id = stackalloc byte[Claim.ReplayIdBytes];
        claim.WriteReplayId(id);
        return Freshness.Default.Judge(claim.Time, Rig.Now) == Refusal.None && claim.IsSignedBy(credential);
    }
}
