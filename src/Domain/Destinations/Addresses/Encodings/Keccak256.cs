using System.Buffers.Binary;
using System.Numerics;

namespace Holdfast.Domain.Destinations.Addresses.Encodings;

/// <summary>
/// Keccak-256 as Ethereum uses it: the submission of 2011 with the padding byte 0x01, where SHA3-256 of FIPS 202 has
/// 0x06, so that the platform's SHA-3 gives other hashes. Source: keccak.team, "Keccak specifications summary".
/// </summary>
internal static class Keccak256
{
    private const int Rate = 136;

    private static readonly ulong[] RoundConstants =
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b,
        0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
        0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
        0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
        0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    // rho and pi walk the lanes in one cycle: where each step goes, and how far it turns the lane
    private static readonly int[] Lanes =
        [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

    private static readonly int[] Turns =
        [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];

    /// <summary>Writes the 32 bytes of the hash.</summary>
    public static void Hash(ReadOnlySpan<byte> input, Span<byte> hash)
    {
        Span<ulong> state = stackalloc ulong[25];
        state.Clear();
        for (; input.Length >= Rate; input = input[Rate..])
            Absorb(state, input[..Rate]);

        Span<byte> last = stackalloc byte[Rate];
        last.Clear();
        input.CopyTo(last);
        last[input.Length] = 0x01;
        last[^1] |= 0x80;
        Absorb(state, last);

        for (var i = 0; i < 4; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(hash[(8 * i)..], state[i]);
    }

    private static void Absorb(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        for (var i = 0; i < Rate / 8; i++)
            state[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(8 * i)..]);
        foreach (var constant in RoundConstants)
        {
            Theta(state);
            RhoAndPi(state);
            Chi(state);
            state[0] ^= constant;
        }
    }

    private static void Theta(Span<ulong> state)
    {
        Span<ulong> parity = stackalloc ulong[5];
        for (var x = 0; x < 5; x++)
            parity[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
        for (var i = 0; i < 25; i++)
            state[i] ^= parity[(i + 4) % 5] ^ BitOperations.RotateLeft(parity[(i + 1) % 5], 1);
    }

    private static void RhoAndPi(Span<ulong> state)
    {
        var moving = state[1];
        for (var i = 0; i < Lanes.Length; i++)
            (state[Lanes[i]], moving) = (BitOperations.RotateLeft(moving, Turns[i]), state[Lanes[i]]);
    }

    private static void Chi(Span<ulong> state)
    {
        Span<ulong> row = stackalloc ulong[5];
        for (var y = 0; y < 25; y += 5)
        {
            state.Slice(y, 5).CopyTo(row);
            for (var x = 0; x < 5; x++)
                state[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
        }
    }
}
