using System.Globalization;
using System.Text;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>
/// Bytes of output to lines for a terminal, in bounded memory however long a line is. Bytes that are no UTF-8 become U+FFFD; what moves the cursor or colours is left
/// out; of a line that was written over with carriage returns (a progress bar) stays what it came to; of a line over 64 KiB the beginning, and how long it was.
/// </summary>
internal sealed class LogLines
{
    /// <summary>Bytes of a line that are shown.</summary>
    public const int LineBytesAtMost = 64 * 1024;

    private readonly byte[] line = new byte[LineBytesAtMost];
    private int held;
    private long length;
    private bool isReturned;

    /// <summary>Takes more bytes; each line that they end is handed over.</summary>
    public void Add(ReadOnlySpan<byte> bytes, Action<string> show)
    {
        while (bytes.Length > 0)
        {
            var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
            if (end != 0)
            {
                Hold(end < 0 ? bytes : bytes[..end]);
                if (end < 0) return;
            }

            if (bytes[end] == (byte)'\n') End(show);
            else isReturned = true;
            bytes = bytes[(end + 1)..];
        }
    }

    /// <summary>Nothing comes any more: a line without an end is one too.</summary>
    public void Finish(Action<string> show)
    {
        if (length > 0) End(show);
    }

    private void Hold(ReadOnlySpan<byte> bytes)
    {
        // After a carriage return the line is written over; with a line end behind it, it was that line's end.
        if (isReturned) (held, length, isReturned) = (0, 0, false);
        var kept = bytes[..Math.Min(bytes.Length, LineBytesAtMost - held)];
        kept.CopyTo(line.AsSpan(held));
        held += kept.Length;
        length += bytes.Length;
    }

    private void End(Action<string> show)
    {
        var isCut = length > held;
        var text = SafeText.LogLine(Encoding.UTF8.GetString(line, 0, isCut ? WholeCharacters() : held));
        show(isCut ? string.Create(CultureInfo.InvariantCulture, $"{text} … (cut: this line has {length:N0} bytes, see --raw)") : text);
        (held, length, isReturned) = (0, 0, false);
    }

    /// <summary>Without the beginning of a character that the cut went through.</summary>
    private int WholeCharacters()
    {
        var lead = held - 1;
        while (lead > 0 && held - lead < 4 && (line[lead] & 0xC0) == 0x80) lead--;
        var bytes = line[lead] switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
        return lead + bytes > held ? lead : held;
    }
}
