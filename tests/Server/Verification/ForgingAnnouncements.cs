using System.Diagnostics;
using System.Globalization;
using Holdfast.Server.Tests.OpenApi;
using Holdfast.Server.Verification;

namespace Holdfast.Server.Tests.Verification;

/// <summary>G10: nothing that was changed, is too old, was sent to somebody else or is a copy is ever ours. `eng/forgeries` runs more.</summary>
public sealed class ForgingAnnouncements
{
    private static int Count { get; } = int.Parse(
        Environment.GetEnvironmentVariable("HOLDFAST_FORGERIES") ?? "20000", CultureInfo.InvariantCulture);

    [Fact]
    public void What_we_sent_is_ours()
    {
        using var signed = new Signed();
        foreach (var message in new[] { signed.Message(1), signed.Message(2, html: false), signed.Message(3, "https://a.example/hook", false, "webhook") })
            Assert.Null(signed.Check(message));
    }

    [Fact]
    public void No_forgery_is()
    {
        using var signed = new Signed();
        var (forger, accepted) = (new Forger(signed, 7), 0);
        var why = new Dictionary<NotOurs, int>();
        for (var i = 0; i < Count; i++)
        {
            var (forged, _, at) = forger.Next();
            if (signed.Check(forged, at) is { } no) why[no] = why.GetValueOrDefault(no) + 1;
            else accepted++;
        }
        TestContext.Current.TestOutputHelper!.WriteLine($"{Count} forgeries, {accepted} accepted; {string.Join(", ", why.OrderBy(w => w.Key).Select(w => $"{w.Value} {w.Key}"))}");
        Assert.Equal(0, accepted);
        Assert.True(why.Count >= 7, "some kind of forgery was not tried");
    }

    [Fact]
    public void A_copy_of_what_was_shown_before_is_not()
    {
        using var signed = new Signed();
        var shown = new HashSet<string>(StringComparer.Ordinal);
        Assert.Null(signed.Verifier.Check(signed.Message(), Signed.Now, id => !shown.Add(id)));
        Assert.Equal(NotOurs.Copy, signed.Verifier.Check(signed.Message(), Signed.Now, id => !shown.Add(id)));
        Assert.Null(signed.Verifier.Check(signed.Message(2), Signed.Now, id => !shown.Add(id)));
    }

    /// <summary>A verifier with a hole is what a forgery repaired in that one place looks like to a whole one.</summary>
    [Theory]
    [InlineData("recipient")]
    [InlineData("words")]
    [InlineData("html")]
    [InlineData("time")]
    [InlineData("signature")]
    public void Are_found_to_pass_a_verifier_with_a_hole(string hole)
    {
        using var signed = new Signed();
        var (forger, accepted) = (new Forger(signed, 7), 0);
        for (var i = 0; i < 500; i++)
        {
            var (forged, real, at) = forger.Next();
            var seen = hole switch
            {
                "recipient" => forged with { To = real.To, Kind = real.Kind },
                "words" => forged with { Text = real.Text, Subject = real.Subject },
                "html" => forged with { Html = real.Html },
                "signature" => forged with { Signature = real.Signature },
                _ => forged,
            };
            if (signed.Check(seen, hole == "time" ? Signed.Now : at) is null) accepted++;
        }
        Assert.InRange(accepted, 1, 499);
    }

    [Fact]
    public async Task The_script_that_shares_no_code_says_the_same()
    {
        using var signed = new Signed();
        var forger = new Forger(signed, 11);
        var lines = new List<(string Line, bool IsOurs)>();
        for (var i = 0; i < 300; i++)
        {
            var (forged, real, at) = forger.Next();
            lines.Add((Signed.Line(forged, at), signed.Check(forged, at) is null));
            if (i % 10 == 0) lines.Add((Signed.Line(real, Signed.Now), true));
        }
        var said = await AskAsync(signed, lines.Select(l => l.Line));
        Assert.Equal(lines.Count, said.Length);
        for (var i = 0; i < said.Length; i++)
            Assert.True(said[i].StartsWith("ours ", StringComparison.Ordinal) == lines[i].IsOurs, $"{lines[i].Line}: {said[i]}");
        Assert.Contains(said, s => s.Contains("does not fit", StringComparison.Ordinal));
    }

    private static async Task<string[]> AskAsync(Signed signed, IEnumerable<string> lines)
    {
        var keys = Path.GetTempFileName();
        await File.WriteAllTextAsync(keys, signed.Keys);
        try
        {
            var start = new ProcessStartInfo("python3", [Path.Combine(Repository.Root, "eng", "verify-announcement.py"), "--keys", keys, "--batch"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            };
            using var script = Process.Start(start)!;
            var reading = script.StandardOutput.ReadToEndAsync();
            foreach (var line in lines) await script.StandardInput.WriteLineAsync(line);
            script.StandardInput.Close();
            return (await reading).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            File.Delete(keys);
        }
    }
}
