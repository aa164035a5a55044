namespace ChefActors.Controller.Queries;

/// <summary>Where the last lines begin. Pure.</summary>
internal static class TailStart
{
    /// <summary>The index of the first byte of the last lines; null: there are not so many line ends in it. A line end at the very end begins no line.</summary>
    public static int? Of(ReadOnlySpan<byte> content, int lines)
    {
        var rest = content.Length > 0 && content[^1] == (byte)'\n' ? content[..^1] : content;
        for (var found = 0; ;)
        {
            var end = rest.LastIndexOf((byte)'\n');
            if (end < 0) return null;
            if (++found == lines) return end + 1;
            rest = rest[..end];
        }
    }
}
