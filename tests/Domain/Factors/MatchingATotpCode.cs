using System.Text;
using Holdfast.Domain.Factors;

namespace Holdfast.Domain.Tests.Factors;

public sealed class MatchingATotpCode
{
    private const long Step = 1_000_000;
    private const long Now = Step * Totp.StepSeconds;
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    [Fact]
    public void The_code_of_this_step_matches_from_its_first_second_to_its_last()
    {
        Assert.Equal(Step, Match(Totp.Code(Secret, Step)));
        Assert.Equal(Step, Match(Totp.Code(Secret, Step), Now + 29));
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Only_a_neighbouring_step_matches_too(int away, bool isMatch) =>
        Assert.Equal(isMatch ? Step + away : null, Match(Totp.Code(Secret, Step + away)));

    [Fact]
    public void A_step_counts_once()
    {
        var code = Totp.Code(Secret, Step);
        var spent = Match(code, lastStep: Step - 1);
        Assert.Equal(Step, spent);
        Assert.Null(Match(code, lastStep: spent!.Value));
        Assert.Null(Match(code, Now + 30, lastStep: spent.Value));
    }

    [Fact]
    public void A_step_before_the_last_one_is_spent_as_well() =>
        Assert.Null(Match(Totp.Code(Secret, Step - 1), lastStep: Step));

    [Theory]
    [InlineData(910_737, 910_738)]
    [InlineData(153_567, 153_569)]
    public void A_code_that_two_steps_share_is_spent_for_both(long earlier, long later)
    {
        var code = Totp.Code(Secret, earlier);
        Assert.Equal(code, Totp.Code(Secret, later));
        Assert.Equal(later, Totp.Match(Secret, code, (earlier + 1) * Totp.StepSeconds, lastStep: -1));
    }

    [Fact]
    public void The_first_step_of_all_has_no_step_before_it()
    {
        Assert.Equal(0, Totp.Match(Secret, Totp.Code(Secret, 0), unixSeconds: 0, lastStep: -1));
        Assert.Null(Totp.Match(Secret, Totp.Code(Secret, -1), unixSeconds: 0, lastStep: long.MinValue));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("000000")]
    [InlineData("abcdef")]
    [InlineData("-12345")]
    [InlineData("+12345")]
    [InlineData("0x1234")]
    public void What_is_no_code_of_it_does_not_match(string code) => Assert.Null(Match(code));

    [Fact]
    public void Digits_are_ascii_and_nothing_stands_beside_them()
    {
        var code = Totp.Code(Secret, Step);
        Assert.Null(Match(string.Concat(code.Select(d => (char)(d - '0' + 0x0660)))));
        Assert.Null(Match(string.Concat(code.Select(d => (char)(d - '0' + 0xFF10)))));
        foreach (var text in (string[])[code + " ", " " + code, code + "\n", code[..3] + " " + code[3..], code[..5]])
            Assert.Null(Match(text));
    }

    [Fact]
    public void What_is_malformed_does_not_match_a_step_whose_code_is_zeros()
    {
        // a malformed code is compared as zeros, to take the same time
        const long zeros = 349_495;
        Assert.Equal(zeros, Totp.Match(Secret, "000000", zeros * Totp.StepSeconds, -1));
        Assert.Null(Totp.Match(Secret, "00000O", zeros * Totp.StepSeconds, -1));
    }

    [Fact]
    public void Another_secret_does_not_match() =>
        Assert.Null(Totp.Match(new byte[20], Totp.Code(Secret, Step), Now, lastStep: -1));

    [Fact]
    public void Bugs_of_a_caller_are_thrown_and_name_no_secret()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Totp.Match(Secret, "000000", -1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Totp.Code(Secret, 0, digits: 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Totp.Code(Secret, 0, digits: 9));
        var thrown = Assert.Throws<ArgumentException>(() => Totp.Code(new byte[19], 0));
        Assert.DoesNotContain("19", thrown.Message, StringComparison.Ordinal);
    }

    private static long? Match(string code, long unixSeconds = Now, long lastStep = -1) =>
        Totp.Match(Secret, code, unixSeconds, lastStep);
}
