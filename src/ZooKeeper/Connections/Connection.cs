using ChefActors.ZooKeeper.Sessions;
using ChefActors.ZooKeeper.Watches;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Connections;

/// <summary>
/// One TCP connection of a session after its handshake: a loop that writes what is queued, a loop that reads replies and notifications,
/// and a timer that pings and notices silence. Buffers are rented only while bytes are on their way.
/// </summary>
internal sealed partial class Connection(Session session, Stream stream, FrameReader frames) : IAsyncDisposable
{
    private long _lastWritten;
    private volatile bool _pingDue;
    private ITimer? _timer;
    private Exception? _failure;
    private volatile string? _leaving;
    private long _leavingSince;

    /// <summary>Why it ended; null while it runs.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>Runs until the connection or the session ends.</summary>
    public async Task<ConnectionEnd> RunAsync()
    {
        _lastWritten = session.TimeProvider.GetTimestamp();
        _timer = session.TimeProvider.CreateTimer(
            static self => ((Connection)self!).Look(), this, session.Timers.PingAfter, Timeout.InfiniteTimeSpan);
        var writing = WriteAsync();
        try
        {
            return await ReadAsync();
        }
        finally
        {
            await _timer.DisposeAsync();
            Abort(new IOException("the connection was closed"));
            await writing;
        }
    }

    /// <summary>Ends both loops; the first reason counts.</summary>
    public void Abort(Exception reason)
    {
        Interlocked.CompareExchange(ref _failure, reason, null);
        stream.Dispose();
        session.Queue.Wake.Set();
    }

    /// <summary>Writes no further request, and ends as soon as what was written is answered; after the read time-out in any case.</summary>
    public void Leave(string why)
    {
        Volatile.Write(ref _leavingSince, session.TimeProvider.GetTimestamp());
        _leaving = why;
        session.Queue.Wake.Set();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        frames.Dispose();
        await stream.DisposeAsync();
    }

    private async Task WriteAsync()
    {
        using var batch = new JuteWriter(1024);
        try
        {
            foreach (var chunk in SetWatchesChunker.Chunks(session.Watches, session.LastZxid, session.Standing)) AppendSetWatches(batch, chunk);

            // Before anything else is written: whatever a reader reads again because of it is read behind the watches.
            session.Standing?.Resync();
            while (Failure is null)
            {
                if (_pingDue)
                {
                    _pingDue = false;
                    RequestFrame.Append(batch, Xid.Ping, OpCode.Ping);
                }

                if (_leaving is not { } why) session.Queue.TakeBatch(batch);
                else if (!session.Queue.AnyInFlight) throw new IOException(why);
                if (batch.Length == 0)
                {
                    batch.Release();
                    await session.Queue.Wake.WaitAsync();
                    continue;
                }

                await stream.WriteAsync(batch.WrittenMemory);
                Volatile.Write(ref _lastWritten, session.TimeProvider.GetTimestamp());
                session.Options.Telemetry?.Sent(batch.Length);
                batch.Truncate(0);
            }
        }
        catch (Exception e)
        {
            Abort(e);
            if (e is not (IOException or ObjectDisposedException)) throw;
        }
    }

    /// <summary>As setWatches unless watches stay: servers before 3.6 know nothing else.</summary>
    private static void AppendSetWatches(JuteWriter batch, SetWatches2Request chunk)
    {
        var start = batch.BeginFrame();
        if (chunk.Persistent.Count + chunk.Recursive.Count > 0)
        {
            new RequestHeader(Xid.SetWatches, OpCode.SetWatches2).Write(batch);
            chunk.Write(batch);
        }
        else
        {
            new RequestHeader(Xid.SetWatches, OpCode.SetWatches).Write(batch);
            new SetWatchesRequest(chunk.RelativeZxid, chunk.Data, chunk.Exist, chunk.Child).Write(batch);
        }

        batch.EndFrame(start);
    }

    /// <summary>The timer's turn.</summary>
    private void Look()
    {
        if (Failure is not null) return;
        var sinceHeard = session.SinceHeard;
        if (sinceHeard >= session.Timers.ReadTimeout)
        {
            Abort(new IOException($"nothing was heard for {sinceHeard.TotalSeconds:0.0} s"));
            return;
        }

        if (_leaving is { } why && session.TimeProvider.GetElapsedTime(Volatile.Read(ref _leavingSince)) >= session.Timers.ReadTimeout)
        {
            Abort(new IOException(why));
            return;
        }

        var sinceWritten = session.TimeProvider.GetElapsedTime(Volatile.Read(ref _lastWritten));
        if (sinceWritten >= session.Timers.PingAfter)
        {
            _pingDue = true;
            session.Queue.Wake.Set();
            sinceWritten = TimeSpan.Zero;
        }

        _timer?.Change(session.Timers.NextLook(sinceHeard, sinceWritten), Timeout.InfiniteTimeSpan);
    }
}
