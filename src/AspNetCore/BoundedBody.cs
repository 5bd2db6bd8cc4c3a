using Microsoft.AspNetCore.Http;

namespace Holdfast.AspNetCore;

/// <summary>A body as a whole: it is judged as a whole, and the same bytes are handed on.</summary>
internal static class BoundedBody
{
    private const int FirstBytes = 4096;

    /// <summary>Null where it is longer than <paramref name="most"/>, said or found to be.</summary>
    public static async ValueTask<byte[]?> ReadAsync(HttpRequest request, int most, CancellationToken stop)
    {
        if (request.ContentLength > most) return null;
        if (request.ContentLength == 0) return [];
        // one byte more than is taken, to tell a body that ends there from one that goes on
        var room = new byte[Math.Min(most, request.ContentLength is { } said ? (int)said : FirstBytes) + 1];
        var length = 0;
        while (true)
        {
            var read = await request.Body.ReadAsync(room.AsMemory(length), stop);
            if (read == 0) return room[..length];
            length += read;
            if (length > most) return null;
            if (length == room.Length) Array.Resize(ref room, Math.Min(most + 1, room.Length * 2));
        }
    }
}
