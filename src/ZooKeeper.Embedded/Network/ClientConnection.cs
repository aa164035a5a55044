using System.Net;
using System.Net.Sockets;
using ChefActors.ZooKeeper.Embedded.Requests;
using ChefActors.ZooKeeper.Embedded.Sessions;
using ChefActors.ZooKeeper.Embedded.Tree;
using ChefActors.ZooKeeper.Wire;
using Microsoft.Extensions.Logging;

namespace ChefActors.ZooKeeper.Embedded.Network;

/// <summary>
/// One socket. Frames wait in a bounded inbox until the request loop takes them; answers wait in a bounded outbox until they are sent.
/// A client that does not read its answers is not served further; then its inbox fills, then it is not read further. No thread and no
/// buffer of its own while it is idle.
/// </summary>
internal sealed partial class ClientConnection
{
    private const int IdentitiesAtMost = 64;

    private readonly Socket _socket;
    private readonly RequestPipeline _pipeline;
    private readonly ConnectionLimits _limits;
    private readonly ILogger _logger;
    private readonly Lock _sync = new();
    private readonly Queue<Frame> _inbox = new();
    private readonly Queue<Frame> _outbox = new();
    private int _inboxBytes;
    private long _outboxBytes;
    private long _released;
    private TaskCompletionSource? _room;
    private bool _scheduled;
    private bool _sending;
    private bool _parked;
    private bool _paused;
    private bool _frozen;
    private bool _ended;
    private bool _closing;
    private bool _lingering;
    private bool _finishing;
    private bool _aborted;

    public ClientConnection(Socket socket, IPEndPoint peer, RequestPipeline pipeline, ConnectionLimits limits, ILogger logger)
    {
        (_socket, _pipeline, _limits, _logger) = (socket, pipeline, limits, logger);
        Peer = peer;
        Identities = [new Identity("ip", Peer.Address.ToString())];
    }

    public IPEndPoint Peer { get; }

    /// <summary>Where the request loop, and nobody else, writes answers and events; then it calls <see cref="MarkWritten"/>.</summary>
    public JuteWriter Output { get; } = new();

    /// <summary>Set once, by the request loop.</summary>
    public Session? Session { get; set; }

    /// <summary>A new list at every change.</summary>
    public IReadOnlyList<Identity> Identities { get; private set; }

    /// <summary>Output was written and not handed to the socket yet. The request loop's.</summary>
    public bool IsDirty { get; set; }

    /// <summary>No request of it is carried out any more.</summary>
    public bool IsOver
    {
        get
        {
            lock (_sync) return _closing || _aborted || _finishing;
        }
    }

    /// <summary>Requests that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_sync) return _inbox.Count;
        }
    }

    /// <summary>False: it has as many as it may have. Each is looked at for every znode that is touched.</summary>
    public bool TryAddIdentity(Identity identity)
    {
        if (Identities.Contains(identity)) return true;
        if (Identities.Count >= IdentitiesAtMost)
        {
            _logger.LogWarning("Connection of {Peer} has {Count} identities, allowed are {Limit}: another one is refused; use a session for each group of them", Peer, Identities.Count, IdentitiesAtMost);
            return false;
        }

        Identities = [.. Identities, identity];
        return true;
    }

    public void MarkWritten()
    {
        if (IsDirty) return;
        IsDirty = true;
        _pipeline.NeedsFlush(this);
    }

    /// <summary>The next frame for the request loop; false when there is none, or when the client should read its answers first.</summary>
    public bool TryTake(out Frame frame)
    {
        lock (_sync)
        {
            frame = default;
            if (IsDeaf || _paused || _inbox.Count == 0) return false;
            _parked = _outboxBytes + Output.Length > _limits.AnswerBytesToPause;
            if (_parked) return false;
            frame = _inbox.Dequeue();
            _inboxBytes -= frame.Length;
            _limits.All.Remove(frame.Length);
            SignalRoom();
            return true;
        }
    }

    /// <summary>No request is taken until <see cref="Continue"/>. The request loop's.</summary>
    public void Pause()
    {
        lock (_sync) _paused = true;
    }

    /// <summary>The socket stays open, but no request is ever taken again. The request loop's.</summary>
    public void Freeze()
    {
        lock (_sync)
        {
            _frozen = true;
            DropInbox();
            SignalRoom();
        }
    }

    /// <summary>After <see cref="Pause"/>. The request loop's.</summary>
    public void Continue()
    {
        lock (_sync)
        {
            _paused = false;
            Schedule();
        }
    }

    /// <summary>The request loop's turn begins: what comes from now on asks for another.</summary>
    public void BeginTurn()
    {
        lock (_sync) _scheduled = false;
    }

    /// <summary>The turn is over: asks for the next one when frames are left. True: nothing more will ever come.</summary>
    public bool EndTurn()
    {
        lock (_sync)
        {
            var empty = _inbox.Count == 0 || IsDeaf;
            if (!empty && !_parked && !_paused) Schedule();
            return empty && _ended;
        }
    }

    /// <summary>Drops the socket at once, with all that waits in both directions. Any thread.</summary>
    public void Abort(string why)
    {
        lock (_sync)
        {
            if (_aborted) return;
            _aborted = true;
            DropInbox();
            while (_outbox.TryDequeue(out var frame)) frame.Return();
            _outboxBytes = 0;
            SignalRoom();
        }

        if (_logger.IsEnabled(LogLevel.Debug)) _logger.LogDebug("Connection of {Peer} dropped: {Reason}", Peer, why);
        _socket.Dispose();
    }

    /// <summary>No further request is taken; when all answers are sent the client sees the end of the stream.</summary>
    public void CloseAfterSending()
    {
        lock (_sync)
        {
            _closing = true;
            DropInbox();
            SignalRoom();
        }

        MarkWritten();
    }

    /// <summary>The request loop has let go of it: the socket is closed as soon as what is queued is sent.</summary>
    public void Finish()
    {
        lock (_sync)
        {
            _finishing = true;
            if (_sending || _outbox.Count > 0) return;
        }

        _socket.Dispose();
    }

    private void DropInbox()
    {
        while (_inbox.TryDequeue(out var frame))
        {
            _limits.All.Remove(frame.Length);
            frame.Return();
        }

        _inboxBytes = 0;
    }

    private void SignalRoom()
    {
        // Half empty, so that a full inbox does not wake the reader for every single frame.
        if (_room is null || _inbox.Count > _limits.Requests / 2 || _inboxBytes > _limits.RequestBytes / 2) return;
        if (_inbox.Count > 0 && _limits.All.AreTooMany) return;
        _room.TrySetResult();
        _room = null;
    }

    /// <summary>Whatever comes is thrown away.</summary>
    private bool IsDeaf => _closing || _aborted || _frozen;

    private bool HasNoRoom =>
        _inbox.Count >= _limits.Requests || _inboxBytes >= _limits.RequestBytes || (_inbox.Count > 0 && _limits.All.AreTooMany);

    private void Schedule()
    {
        if (_scheduled) return;
        _scheduled = true;
        _pipeline.Post(this);
    }
}
