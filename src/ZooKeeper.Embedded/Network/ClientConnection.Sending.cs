using System.Net.Sockets;

namespace ChefActors.ZooKeeper.Embedded.Network;

internal sealed partial class ClientConnection
{
    /// <summary>How long a client may take to close its side after we have closed ours.</summary>
    private static readonly TimeSpan _lingerTime = TimeSpan.FromSeconds(2);

    /// <summary>Hands what was written to the socket. The request loop only.</summary>
    public void Flush()
    {
        IsDirty = false;
        var (buffer, length) = Output.Detach();
        var frame = new Frame(buffer, length);
        bool tooMuch;
        lock (_sync)
        {
            if (_aborted)
            {
                if (buffer.Length > 0) frame.Return();
                return;
            }

            if (length > 0)
            {
                _outbox.Enqueue(frame);
                _outboxBytes += length;
            }

            tooMuch = _outboxBytes > OutboxBytesMaximum;
            if (!tooMuch && (_sending || (length == 0 && !_closing))) return;
            _sending = true;
        }

        if (tooMuch) Abort($"it does not read: more than {OutboxBytesMaximum} bytes wait for it");
        else _ = SendAllAsync();
    }

    private async Task SendAllAsync()
    {
        try
        {
            while (NextToSend() is { } frame) await SendAsync(frame);
            AfterSending();
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            Abort(problem.Message);
        }
    }

    private Frame? NextToSend()
    {
        lock (_sync)
        {
            if (!_aborted && _outbox.TryDequeue(out var frame)) return frame;
            _sending = false;
            return null;
        }
    }

    private async ValueTask SendAsync(Frame frame)
    {
        try
        {
            for (var sent = 0; sent < frame.Length;) sent += await _socket.SendAsync(frame.Buffer.AsMemory(sent, frame.Length - sent), SocketFlags.None);
        }
        finally
        {
            frame.Return();
        }

        lock (_sync)
        {
            if (_aborted) return;
            _outboxBytes -= frame.Length;
            if (!_parked || _outboxBytes > OutboxBytesLimit) return;
            _parked = false;
            Schedule();
        }
    }

    private void AfterSending()
    {
        bool finishing, lingers;
        lock (_sync)
        {
            finishing = _finishing;
            lingers = _closing && !_lingering && _outbox.Count == 0;
            _lingering |= lingers;
        }

        if (finishing) _socket.Dispose();
        else if (lingers) Linger();
    }

    /// <summary>
    /// Ends our side of the stream and goes on reading: closing while bytes of the client are unread would reset the connection, and the
    /// client would lose the last reply.
    /// </summary>
    private void Linger()
    {
        _socket.Shutdown(SocketShutdown.Send);
        _pipeline.After(_lingerTime, () => Abort("it did not close its side"));
    }
}
