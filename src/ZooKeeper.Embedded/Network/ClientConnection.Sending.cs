using System.Net.Sockets;

namespace ChefActors.ZooKeeper.Embedded.Network;

internal sealed partial class ClientConnection
{
    /// <summary>How long a client may take to close its side after we have closed ours.</summary>
    private static readonly TimeSpan _lingerTime = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Hands what was written to the socket, which sends it once the transaction <paramref name="heldUntil"/> is safe; 0: at once. The request
    /// loop only, which calls <see cref="Release"/> in the first case.
    /// </summary>
    public void Flush(long heldUntil)
    {
        IsDirty = false;
        var (buffer, length) = Output.Detach();
        var frame = new Frame(buffer, length, heldUntil);
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

            tooMuch = _outboxBytes > _limits.AnswerBytes;
            if (!tooMuch && !BeginsSending()) return;
        }

        if (tooMuch) Abort($"it does not read: more than {_limits.AnswerBytes} bytes wait for it");
        else _ = SendAllAsync();
    }

    /// <summary>Everything up to this transaction is safe: what was held for it is sent. The request loop only.</summary>
    public void Release(long safeZxid)
    {
        lock (_sync)
        {
            _released = safeZxid;
            if (!BeginsSending()) return;
        }

        _ = SendAllAsync();
    }

    /// <summary>Whether nobody sends and there is something to do: a frame that may go, or the end after the last one.</summary>
    private bool BeginsSending()
    {
        if (_aborted || _sending || !(_outbox.TryPeek(out var next) ? next.HeldUntil <= _released : _closing)) return false;
        return _sending = true;
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
            if (!_aborted && _outbox.TryPeek(out var next) && next.HeldUntil <= _released) return _outbox.Dequeue();
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
            if (!_parked || _outboxBytes > _limits.AnswerBytesToPause) return;
            _parked = false;
            Schedule();
        }
    }

    private void AfterSending()
    {
        bool finishing, lingers;
        lock (_sync)
        {
            finishing = _finishing && _outbox.Count == 0;
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
