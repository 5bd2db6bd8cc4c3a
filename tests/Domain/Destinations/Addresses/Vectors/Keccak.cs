using System.Text;
using Holdfast.Domain.Destinations.Addresses.Encodings;

namespace Holdfast.Domain.Tests.Destinations.Addresses.Vectors;

/// <summary>
/// Known hashes of Keccak-256. Those around the block length of 136 come from a second implementation that gave the
/// platform's SHA3-256 when it padded with 0x06.
/// </summary>
public sealed class Keccak
{
    [Theory]
    [InlineData("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    [InlineData(
        "The quick brown fox jumps over the lazy dog",
        "4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15")]
    public void Hashes_a_short_text(string text, string hash) => Assert.Equal(hash, HashOf(text));

    [Theory]
    [InlineData(135, "34367dc248bbd832f4e3e69dfaac2f92638bd0bbd18f2912ba4ef454919cf446")]
    [InlineData(136, "a6c4d403279fe3e0af03729caada8374b5ca54d8065329a3ebcaeb4b60aa386e")]
    [InlineData(137, "d869f639c7046b4929fc92a4d988a8b22c55fbadb802c0c66ebcd484f1915f39")]
    [InlineData(300, "5b7e0e47a96f32a88b4f14ca177982790807c40e1a105742ba0fc1babe1ef826")]
    public void Hashes_a_text_that_fills_blocks(int length, string hash) =>
        Assert.Equal(hash, HashOf(new string('a', length)));

    private static string HashOf(string text)
    {
        var hash = new byte[32];
        Keccak256.Hash(Encoding.ASCII.GetBytes(text), hash);
        return Convert.ToHexStringLower(hash);
    }
}
