using System.Buffers;
using System.Net.Sockets;
using ChefActors.ZooKeeper.Wire;
using Microsoft.Extensions.Logging;

namespace ChefActors.ZooKeeper.Embedded.Network;

internal sealed partial class ClientConnection
{
    /// <summary>Reads until the stream ends, breaks, or brings what is no frame. The request loop hears of the end by a last turn.</summary>
    public async Task ReceiveAsync()
    {
        using var frames = new FrameReader(_limits.Frame);
        try
        {
            if (await ReceiveFirstAsync(frames)) await ReceiveFramesAsync(frames);
        }
        catch (WireFormatException problem)
        {
            _logger.LogWarning("Connection of {Peer} dropped: {Reason}", Peer, problem.Message);
            Abort(problem.Message);
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            Abort(problem.Message);
        }
        finally
        {
            lock (_sync)
            {
                _ended = true;
                Schedule();
            }
        }
    }

    /// <summary>The first four bytes may be a word of the operators instead of a frame. False: they were, or nothing came.</summary>
    private async ValueTask<bool> ReceiveFirstAsync(FrameReader frames)
    {
        var first = Memory<byte>.Empty;
        while (frames.Buffered < 4)
        {
            await _socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None);
            var buffer = frames.GetBuffer();
            if (first.IsEmpty) first = buffer;
            var count = await _socket.ReceiveAsync(buffer, SocketFlags.None);
            if (count == 0) return false;
            frames.Advance(count);
        }

        if (!FourLetterWords.TryParse(first.Span[..4], out var word))
        {
            await DeliverAllAsync(frames);
            frames.ReleaseIfEmpty();
            return true;
        }

        var answer = await _pipeline.RunAsync(state => FourLetterWords.Answer(word, state));
        await _socket.SendAsync(answer, SocketFlags.None);
        _socket.Shutdown(SocketShutdown.Send);
        return false;
    }

    private async ValueTask ReceiveFramesAsync(FrameReader frames)
    {
        while (true)
        {
            // An idle connection waits without a buffer.
            if (frames.Buffered == 0) await _socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None);
            var count = await _socket.ReceiveAsync(frames.GetBuffer(), SocketFlags.None);
            if (count == 0) return;
            frames.Advance(count);
            Session?.Heard(_pipeline.Clock.SteadyMs);
            await DeliverAllAsync(frames);
            frames.ReleaseIfEmpty();
        }
    }

    private async ValueTask DeliverAllAsync(FrameReader frames)
    {
        while (!Deliver(frames, out var room)) await room;
    }

    /// <summary>Moves whole frames to the inbox. False when it is full, with what to wait for.</summary>
    private bool Deliver(FrameReader frames, out Task room)
    {
        room = Task.CompletedTask;
        lock (_sync)
        {
            while (IsDeaf || !HasNoRoom)
            {
                if (!frames.TryRead(out var bytes)) return true;
                if (IsDeaf) continue;
                var frame = new Frame(ArrayPool<byte>.Shared.Rent(bytes.Length), bytes.Length);
                bytes.CopyTo(frame.Buffer);
                _inbox.Enqueue(frame);
                _inboxBytes += frame.Length;
                _limits.All.Add(frame.Length);
                if (!_parked) Schedule();
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            room = _room.Task;
            return false;
        }
    }
}
