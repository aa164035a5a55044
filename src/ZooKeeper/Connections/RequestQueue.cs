using ChefActors.ZooKeeper.Wire;

namespace ChefActors.ZooKeeper.Connections;

/// <summary>
/// The requests of one session, in order: those that wait to be written outlive a connection, those in flight end with it. Nothing outlives
/// the session, so nothing that was asked for in one session is written in another.
/// </summary>
internal sealed class RequestQueue(int maxQueued, long maxQueuedBytes, int maxInFlight)
{
    /// <summary>A batch takes no further request from here on.</summary>
    private const int BatchBytes = 32 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<PendingRequest> _inFlight = new();
    private readonly Queue<PendingRequest> _authInFlight = new();
    private Queue<PendingRequest> _unsent = new();
    private Func<PendingRequest, Exception>? _refusal;
    private int _queued;
    private long _queuedBytes;
    private int _xid;

    /// <summary>Set whenever the writing loop may have something to do.</summary>
    public WakeSignal Wake { get; } = new();

    /// <summary>How many wait to be written, how many for their answer.</summary>
    public (int Queued, int InFlight) Counts
    {
        get
        {
            lock (_gate) return (_queued, _inFlight.Count + _authInFlight.Count);
        }
    }

    /// <summary>Replies are due.</summary>
    public bool AnyInFlight
    {
        get
        {
            lock (_gate) return _inFlight.Count + _authInFlight.Count > 0;
        }
    }

    /// <summary>Puts a request at the end, or fails it: when the session is over or the queue full.</summary>
    public void Enqueue(PendingRequest request)
    {
        Exception? refused;
        bool isAlone;
        lock (_gate)
        {
            if (request.Phase == RequestPhase.Done) return;
            refused = _refusal?.Invoke(request) ?? (IsFull(request) ? new QueueFullException(request.Operation, request.Path, _queued) : null);
            if (refused is null)
            {
                Append(request);
            }
            else
            {
                Discard(request);
            }

            isAlone = _queued == 1 && _inFlight.Count == 0;
        }

        if (refused is null)
        {
            // One request at a time is written by its caller, without a change of thread; of many the pool's thread makes batches.
            Wake.Set(onThisThread: isAlone);
        }
        else
        {
            request.Fail(refused);
        }
    }

    /// <summary>Puts the last request at the end; later ones fail with <paramref name="refusal"/>.</summary>
    public void EnqueueLast(PendingRequest request, Func<PendingRequest, Exception> refusal)
    {
        lock (_gate)
        {
            _refusal = refusal;
            Append(request);
        }

        Wake.Set();
    }

    /// <summary>The caller waits no more: what was not written will not be.</summary>
    public void Forget(PendingRequest request)
    {
        lock (_gate)
        {
            if (request.Phase is RequestPhase.InFlight or RequestPhase.Done) return;
            if (request.Phase == RequestPhase.Queued) Unqueue(request);
            Discard(request);
            if (_unsent.Count > 64 && _unsent.Count > 2 * _queued) _unsent = new Queue<PendingRequest>(_unsent.Where(r => r.Phase == RequestPhase.Queued));
        }
    }

    /// <summary>Moves requests into flight and their frames, numbered, into <paramref name="batch"/>. Returns whether there are any.</summary>
    public bool TakeBatch(JuteWriter batch)
    {
        var any = false;
        lock (_gate)
        {
            while (batch.Length < BatchBytes && _inFlight.Count < maxInFlight && _unsent.TryDequeue(out var request))
            {
                if (request.Phase != RequestPhase.Queued) continue;
                Unqueue(request);
                request.Phase = RequestPhase.InFlight;
                RequestFrame.Append(batch, request, NextXid(request));
                request.ReleaseFrame();
                (request.Type == OpCode.Auth ? _authInFlight : _inFlight).Enqueue(request);
                any = true;
            }
        }

        return any;
    }

    /// <summary>The request that a reply belongs to: replies come in the order of the requests.</summary>
    /// <exception cref="WireFormatException">It belongs to none: the streams do not match any more.</exception>
    public PendingRequest TakeReply(int xid)
    {
        var full = false;
        PendingRequest? request;
        lock (_gate)
        {
            var from = xid == Xid.Auth ? _authInFlight : _inFlight;
            full = _inFlight.Count >= maxInFlight;
            if (!from.TryPeek(out request) || request.Xid != xid)
            {
                throw new WireFormatException($"a reply has the number {xid}, expected is {(request is null ? "none" : request.Xid)}");
            }

            from.Dequeue();
            request.Phase = RequestPhase.Done;
        }

        if (full) Wake.Set();
        return request;
    }

    /// <summary>Takes the request whose answer is next on the stream; null when none is, or another number than <paramref name="xid"/> is due.</summary>
    public PendingRequest? TakeNext(int? xid)
    {
        lock (_gate)
        {
            if (!_inFlight.TryPeek(out var request) || (xid is { } number && number != request.Xid)) return null;
            request.Phase = RequestPhase.Done;
            return _inFlight.Dequeue();
        }
    }

    /// <summary>The connection went: fails what was in flight. Credentials in flight stay: the next handshake sends them.</summary>
    public void FailInFlight(Func<PendingRequest, Exception> why)
    {
        PendingRequest[] failed;
        lock (_gate)
        {
            failed = [.. _inFlight];
            _inFlight.Clear();
            foreach (var request in failed) request.Phase = RequestPhase.Done;
        }

        foreach (var request in failed) request.Fail(why(request));
    }

    /// <summary>Takes the credentials that were in flight when the connection went; a handshake has sent them again.</summary>
    public IReadOnlyList<PendingRequest> TakeAuthInFlight()
    {
        lock (_gate)
        {
            var taken = _authInFlight.ToArray();
            _authInFlight.Clear();
            return taken;
        }
    }

    /// <summary>The session is over: fails all that waits and all that comes.</summary>
    public void End(Func<PendingRequest, Exception> why)
    {
        PendingRequest[] failed;
        lock (_gate)
        {
            _refusal = why;
            failed = [.. _unsent.Where(request => request.Phase == RequestPhase.Queued), .. _authInFlight];
            _unsent.Clear();
            _authInFlight.Clear();
            (_queued, _queuedBytes) = (0, 0);
            foreach (var request in failed) Discard(request);
        }

        foreach (var request in failed) request.Fail(why(request));
    }

    private static void Discard(PendingRequest request)
    {
        request.Phase = RequestPhase.Done;
        request.ReleaseFrame();
    }

    private bool IsFull(PendingRequest request) => _queued >= maxQueued || _queuedBytes + request.Frame.Length > maxQueuedBytes;

    private void Append(PendingRequest request)
    {
        request.Phase = RequestPhase.Queued;
        _unsent.Enqueue(request);
        _queued++;
        _queuedBytes += request.Frame.Length;
    }

    private void Unqueue(PendingRequest request)
    {
        _queued--;
        _queuedBytes -= request.Frame.Length;
    }

    private int NextXid(PendingRequest request) => request.Xid = request.Type == OpCode.Auth ? Xid.Auth : _xid = Xid.Next(_xid);
}
