using System.Text;
using Holdfast.Domain.Evidence;
using Holdfast.Domain.Policies;

namespace Holdfast.Domain.Tests.Policies;

public sealed class ReadingAPolicy
{
    [Fact]
    public void Nothing_said_is_the_default()
    {
        Assert.Empty(Read("{}", out var policy));
        Assert.Equal(PolicyWriting.Write(Policy.Default), PolicyWriting.Write(policy!));
        Assert.Equal(0, policy!.Version);
    }

    [Fact]
    public void Every_member_is_taken()
    {
        Assert.Empty(Read(
            """
            {
              "holds": {"trade": "PT0S", "withdraw": "PT72H"},
              "strongEvidenceHold": "P5D", "settling": "P14D", "evidenceSpan": "P3D", "sessionFactorAge": "PT1H",
              "allowance": {"amount": "40.5", "currency": "EUR"}, "floorPrices": {"USDC": "0.8"},
              "signals": {"inCall": {"weight": "weak", "about": "session"}},
              "guardianApproves": ["manage", "withdraw"], "platformTells": true
            }
            """, out var policy));
        Assert.Equal(TimeSpan.Zero, policy!.Hold(Element.Trade));
        Assert.Equal(TimeSpan.FromHours(72), policy.Hold(Element.Withdraw));
        Assert.Equal(TimeSpan.FromHours(48), policy.Hold(Element.Manage));
        Assert.Equal(
            (TimeSpan.FromDays(5), TimeSpan.FromDays(14), TimeSpan.FromDays(3), TimeSpan.FromHours(1)),
            (policy.StrongEvidenceHold, policy.Settling, policy.EvidenceSpan, policy.SessionFactorAge));
        Assert.Equal((40.5m, "EUR", true), (policy.Allowance, policy.Currency, policy.PlatformTells));
        Assert.Equal(("USDC", 0.8m), (Assert.Single(policy.FloorPrices).Key, policy.FloorPrices["USDC"]));
        Assert.Equal(new SignalWeight(Weight.Weak, About.Session), Assert.Single(policy.Signals).Value);
        Assert.Equal([Element.Withdraw, Element.Manage], policy.GuardianApproves);
    }

    [Fact]
    public void What_is_good_is_read()
    {
        Assert.All(PolicyTexts.Good, text =>
        {
            Assert.Empty(Read(text, out var policy));
            Assert.NotNull(policy);
        });
    }

    [Fact]
    public void Every_mistake_is_named_at_once_with_its_place()
    {
        Assert.All(PolicyTexts.Bad.Concat(PolicyTexts.BadAsText), bad =>
        {
            var mistakes = Read(bad.Text, out var policy);
            Assert.Null(policy);
            Assert.Equal(bad.Mistakes, mistakes.Select(m => $"{m.At} {m.Code}"));
            Assert.All(mistakes, m => Assert.True(char.IsLower(m.Text.TrimStart('`')[0]) && !m.Text.EndsWith('.')));
        });
    }

    [Fact]
    public void Bytes_that_are_no_text_are_malformed() =>
        Assert.Equal("malformed", Assert.Single(PolicyReading.Read([0x7B, 0xFF, 0x7D], out _)).Code);

    [Fact]
    public void A_mistake_of_the_syntax_says_where() => Assert.Contains(
        "line 2, byte 3", Assert.Single(Read("{\n  settling}", out _)).Text, StringComparison.Ordinal);

    [Fact]
    public void A_default_is_never_changed_by_reading()
    {
        var before = PolicyWriting.Write(Policy.Default);
        foreach (var text in PolicyTexts.Good) Read(text, out _);
        Assert.Equal(before, PolicyWriting.Write(Policy.Default));
    }

    private static PolicyMistake[] Read(string text, out Policy? policy) =>
        PolicyReading.Read(Encoding.UTF8.GetBytes(text), out policy);
}
