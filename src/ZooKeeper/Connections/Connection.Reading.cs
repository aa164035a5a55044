using System.Runtime.CompilerServices;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Connections;

/// <summary>The reading loop: replies in the order of the requests, notifications in between.</summary>
internal sealed partial class Connection
{
    private async Task<ConnectionEnd> ReadAsync()
    {
        try
        {
            while (true)
            {
                if (TakeFrames() is { } end) return end;
                await ReceiveAsync();
                if (session.SinceHeard >= session.Timers.ExpireAfter)
                {
                    // This process stood still: what comes now was sent to a session that the servers have ended since.
                    Abort(new IOException("the session must have expired by the own clock"));
                    return ConnectionEnd.Expired;
                }

                session.LastHeard = session.TimeProvider.GetTimestamp();
            }
        }
        catch (FrameTooLargeException e)
        {
            // It would come again as often as it is asked for: who asked is told why, the others only lost their connection.
            if (session.Queue.TakeNext(e.Xid) is { } asked)
            {
                asked.Fail(new AnswerTooLargeException(asked.Operation, asked.Path, e.Length, e.Limit, OpCode.IsWrite(asked.Type)));
            }

            Abort(e);
            return ConnectionEnd.Lost;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or WireFormatException)
        {
            Abort(e);
            return ConnectionEnd.Lost;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ReceiveAsync()
    {
        if (frames.Buffered == 0 && !session.Queue.AnyInFlight)
        {
            // Idle: wait for bytes without a buffer.
            frames.ReleaseIfEmpty();
            if (await stream.ReadAsync(Memory<byte>.Empty) != 0) throw new IOException("a read without a buffer brought bytes");
        }

        var count = await stream.ReadAsync(frames.GetBuffer());
        if (count == 0) throw new EndOfStreamException("the server closed the connection");
        frames.Advance(count);
        session.Options.Telemetry?.Received(count);
    }

    private ConnectionEnd? TakeFrames()
    {
        while (frames.TryRead(out var frame))
        {
            if (TakeFrame(frame) is { } end) return end;
        }

        return null;
    }

    private ConnectionEnd? TakeFrame(ReadOnlySpan<byte> frame)
    {
        var reader = new JuteReader(frame);
        var header = ReplyHeader.Read(ref reader);
        if (header.Zxid > 0) session.LastZxid = header.Zxid;
        switch (header.Xid)
        {
            case Xid.Notification:
                TakeEvent(WatcherEventRecord.Read(ref reader));
                return null;
            case Xid.Ping:
                return null;
            case Xid.SetWatches:
                TakeSetWatchesReply(header.Error);
                return null;
            default:
                return TakeReply(header, ref reader);
        }
    }

    private ConnectionEnd? TakeReply(in ReplyHeader header, ref JuteReader reader)
    {
        var request = session.Queue.TakeReply(header.Xid);
        if (_leaving is not null) session.Queue.Wake.Set();
        Register(request, header.Error);
        var type = request.Type;
        if (type == OpCode.Auth && header.Error != ErrorCode.Ok)
        {
            request.Fail(new AuthFailedException());
            return ConnectionEnd.AuthRefused;
        }

        request.Complete(header, ref reader);
        request.Recycle();
        return header.Error switch
        {
            ErrorCode.SessionExpired => ConnectionEnd.Expired,
            ErrorCode.AuthFailed or ErrorCode.SessionClosedRequireSaslAuth => ConnectionEnd.AuthRefused,
            ErrorCode.SessionMoved => throw new IOException("the session has moved to another connection"),
            _ => type == OpCode.CloseSession ? ConnectionEnd.Closed : null,
        };
    }

    /// <summary>A watch is there when the reply says so, and not for a caller who has gone.</summary>
    private void Register(PendingRequest request, ErrorCode error)
    {
        if (request is IWatchChange change)
        {
            if (error == ErrorCode.Ok) change.TookEffect(session);
            return;
        }

        if (request.Watch is not { } watch || request.IsCompleted) return;
        var missing = error == ErrorCode.NoNode && request.Type == OpCode.Exists;
        if (error != ErrorCode.Ok && !missing) return;
        if (request.WatchIsCovered && session.Standing?.Covers(request.ServerPath, request.WatchKind) != true)
        {
            // What it relied on has gone between the asking and the answer: nobody will tell, so its owner reads again.
            session.Dispatcher.Post([watch], new WatchEvent(WatchEventType.Resync, SessionState.Connected, request.Path!));
            return;
        }

        session.Watches.Add(missing ? Watches.WatchKind.Exist : request.WatchKind, request.ServerPath, watch);
    }

    private void TakeEvent(WatcherEventRecord record)
    {
        var watchEvent = new WatchEvent((WatchEventType)record.Type, SessionState.Connected, session.Chroot.Strip(record.Path));
        session.Options.Telemetry?.WatchFired(watchEvent.Type);
        session.Dispatcher.Post(session.Watches.Fire(watchEvent.Type, record.Path), watchEvent);
        session.Standing?.Fire(watchEvent, record.Path);
    }

    private void TakeSetWatchesReply(ErrorCode error)
    {
        if (error == ErrorCode.Ok) return;
        if (error != ErrorCode.Unimplemented || session.Standing is not { } standing)
        {
            throw new WireFormatException($"the server refused to set the watches again: {error}");
        }

        // The session moved to a server before 3.6, which closes now. Kept, the watches that stay would break every connection to it.
        standing.End(SessionState.Connected);
    }
}
