namespace ChefActors.ChefStandIn.Output;

/// <summary>A command's output inside <c>doc</c>: the type in brackets before the first line, as much space before the others.</summary>
internal sealed class LiveStream(OutputStream output)
{
    private readonly OutputStream _output = output;
    private bool _begun;
    private bool _atLineStart;

    internal void Write(string type, string indent, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        var prefix = $"{indent}  [{type}] ";
        if (!_begun)
            _output.Write("\n" + prefix);
        else if (_atLineStart)
            _output.Write(new string(' ', prefix.Length));
        _begun = true;

        // The end of the last line is held back: what follows decides whether another prefix is due.
        var padding = System.Text.Encoding.ASCII.GetBytes("\n" + new string(' ', prefix.Length));
        var rest = bytes;
        var block = new List<byte>(bytes.Length + 256);
        for (var end = rest.IndexOf((byte)'\n'); end >= 0; end = rest.IndexOf((byte)'\n'))
        {
            block.AddRange(rest[..end]);
            rest = rest[(end + 1)..];
            block.AddRange(rest.IsEmpty ? "\n"u8 : padding);
        }

        block.AddRange(rest);
        _atLineStart = rest.IsEmpty;
        _output.Write(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(block));
    }

    /// <summary>Ends the stream with a whole line; false when there was none.</summary>
    internal bool End()
    {
        if (!_begun)
            return false;
        if (!_atLineStart)
            _output.Write("\n");
        _begun = false;
        _atLineStart = false;
        return true;
    }
}
