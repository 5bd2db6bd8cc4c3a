using System.Runtime.InteropServices;
using System.Text.Json;

namespace Holdfast.Server.Imports;

/// <summary>Why a line was not taken; one that has several mistakes comes several times.</summary>
/// <param name="At">The place in the line; null where it is the line as a whole.</param>
internal readonly record struct WrongLine(long Line, string Code, string? At, string Text);

/// <summary>
/// All that was wrong with a file, in the order of its lines. It lies in a file, for a million lines may all be wrong, and goes when it
/// is let go of.
/// </summary>
internal sealed class WrongLines(FileStream file) : IDisposable
{
    /// <summary>How many lie between two places that are remembered.</summary>
    private const int Stride = 256;

    private readonly List<(long Line, long Offset)> places = [];
    private readonly Lock gate = new();
    private long count, end;
    private bool isGone;

    public void Add(IEnumerable<WrongLine> mistakes)
    {
        lock (gate)
        {
            using var batch = new MemoryStream();
            foreach (var mistake in mistakes)
            {
                if (count++ % Stride == 0) places.Add((mistake.Line, end + batch.Length));
                JsonSerializer.Serialize(batch, mistake);
                batch.WriteByte((byte)'\n');
            }
            RandomAccess.Write(file.SafeFileHandle, batch.GetBuffer().AsSpan(0, (int)batch.Length), end);
            end += batch.Length;
        }
    }

    /// <summary>About so many of those of lines after another one, and all of the last line.</summary>
    public IReadOnlyList<WrongLine> Read(long after, int most)
    {
        lock (gate)
        {
            var found = new List<WrongLine>();
            if (isGone || places.Count == 0) return found;
            using var reader = new StreamReader(file, leaveOpen: true);
            file.Position = places[Math.Max(0, FirstPast(after) - 1)].Offset;
            while (reader.ReadLine() is { } line)
            {
                var mistake = JsonSerializer.Deserialize<WrongLine>(line);
                if (found.Count >= most && mistake.Line != found[^1].Line) break;
                if (mistake.Line > after) found.Add(mistake);
            }
            return found;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isGone = true;
            file.Dispose();
        }
    }

    /// <summary>The first remembered place of a line after another one: those of the line itself end before it.</summary>
    private int FirstPast(long line)
    {
        var i = CollectionsMarshal.AsSpan(places).BinarySearch(new Place(line));
        return i < 0 ? ~i : i;
    }

    /// <summary>Never equal: it stands right after all places of its line.</summary>
    private readonly record struct Place(long Line) : IComparable<(long Line, long Offset)>
    {
        public int CompareTo((long Line, long Offset) other) => Line < other.Line ? -1 : 1;
    }
}
