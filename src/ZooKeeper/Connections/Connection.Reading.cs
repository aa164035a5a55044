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
        catch (Exception e) when (e is IOException or ObjectDisposedException or WireFormatException)
        {
            Abort(e);
            return ConnectionEnd.Lost;
        }
    }

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
                return header.Error == ErrorCode.Ok ? null : throw new WireFormatException($"the server refused to set the watches again: {header.Error}");
            default:
                return TakeReply(header, ref reader);
        }
    }

    private ConnectionEnd? TakeReply(in ReplyHeader header, ref JuteReader reader)
    {
        var request = session.Queue.TakeReply(header.Xid);
        if (_leaving is not null) session.Queue.Wake.Set();
        Register(request, header.Error);
        if (request.Type == OpCode.Auth && header.Error != ErrorCode.Ok)
        {
            request.Fail(new AuthFailedException());
            return ConnectionEnd.AuthRefused;
        }

        request.Complete(header, ref reader);
        return header.Error switch
        {
            ErrorCode.SessionExpired => ConnectionEnd.Expired,
            ErrorCode.AuthFailed or ErrorCode.SessionClosedRequireSaslAuth => ConnectionEnd.AuthRefused,
            ErrorCode.SessionMoved => throw new IOException("the session has moved to another connection"),
            _ => request.Type == OpCode.CloseSession ? ConnectionEnd.Closed : null,
        };
    }

    /// <summary>A watch is there when the reply says so, and not for a caller who has gone.</summary>
    private void Register(PendingRequest request, ErrorCode error)
    {
        if (request.Watch is not { } watch || request.IsCompleted) return;
        if (error == ErrorCode.Ok)
        {
            session.Watches.Add(request.WatchKind, request.ServerPath, watch);
        }
        else if (error == ErrorCode.NoNode && request.Type == OpCode.Exists)
        {
            session.Watches.Add(Watches.WatchKind.Exist, request.ServerPath, watch);
        }
    }

    private void TakeEvent(WatcherEventRecord record)
    {
        var type = (WatchEventType)record.Type;
        session.Options.Telemetry?.WatchFired(type);
        var handlers = session.Watches.Fire(type, record.Path);
        session.Dispatcher.Post(handlers, new WatchEvent(type, SessionState.Connected, session.Chroot.Strip(record.Path)));
    }
}
