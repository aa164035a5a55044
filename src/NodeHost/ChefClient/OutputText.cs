using System.Text;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>
/// The end of an output as a person would have seen it last, pure: of a progress bar its last state, no colours and cursor moves, no control
/// characters; bytes that are no UTF-8 as U+FFFD. The whole output stays in its file as it was.
/// </summary>
internal static class OutputText
{
    private const char Escape = '\u001b';

    /// <summary>The text; a character that the cut went through is left out.</summary>
    internal static string Readable(ReadOnlySpan<byte> bytes)
    {
        var start = 0;
        while (start < Math.Min(3, bytes.Length) && (bytes[start] & 0xC0) == 0x80) start++;
        var raw = Encoding.UTF8.GetString(bytes[start..]);
        var text = new StringBuilder(raw.Length);
        var lineStart = 0;
        var isReturned = false;
        for (var at = 0; at < raw.Length; at++)
        {
            var c = raw[at];
            if (c == Escape)
            {
                at = EndOfSequence(raw, at);
                continue;
            }

            if (c == '\r')
            {
                isReturned = true;
                continue;
            }

            // What follows a carriage return is written over what was there.
            if (isReturned && c != '\n') text.Length = lineStart;
            isReturned = false;
            if (c == '\b')
            {
                if (text.Length > lineStart) text.Length--;
                continue;
            }

            text.Append(c is '\n' or '\t' || !char.IsControl(c) ? c : '\uFFFD');
            if (c == '\n') lineStart = text.Length;
        }

        return text.ToString();
    }

    /// <summary>The last character of an escape sequence (ECMA-48): CSI up to its final byte, OSC up to BEL or ST, else two characters.</summary>
    private static int EndOfSequence(string raw, int at)
    {
        const int LongestSequence = 256;
        if (at + 1 >= raw.Length) return at;
        var end = Math.Min(raw.Length, at + LongestSequence);
        switch (raw[at + 1])
        {
            case '[':
                for (var i = at + 2; i < end; i++)
                {
                    if (raw[i] is >= '@' and <= '~') return i;
                    if (raw[i] is < ' ' or > '~') return i - 1;
                }

                return at + 1;
            case ']':
                for (var i = at + 2; i < end; i++)
                {
                    if (raw[i] == '\a') return i;
                    if (raw[i] == Escape) return i + 1 < raw.Length && raw[i + 1] == '\\' ? i + 1 : i - 1;
                }

                return at + 1;
            default:
                return raw[at + 1] is >= ' ' and <= '~' ? at + 1 : at;
        }
    }
}
