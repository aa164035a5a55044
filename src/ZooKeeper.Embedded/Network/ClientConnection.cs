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
    /// <summary>Requests that may wait; the real server's default as well.</summary>
    public const int InboxLimit = 1000;

    /// <summary>Bytes of requests that may wait; one request may be larger.</summary>
    public const int InboxBytesLimit = 2 << 20;

    /// <summary>Bytes of answers that may wait before no further request is taken.</summary>
    public const int OutboxBytesLimit = 4 << 20;

    /// <summary>Bytes of answers and events that end the connection.</summary>
    public const int OutboxBytesMaximum = 64 << 20;

    private readonly Socket _socket;
    private readonly RequestPipeline _pipeline;
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
    private bool _ended;
    private bool _closing;
    private bool _lingering;
    private bool _finishing;
    private bool _aborted;

    public ClientConnection(Socket socket, RequestPipeline pipeline, ILogger logger)
    {
        (_socket, _pipeline, _logger) = (socket, pipeline, logger);
        Peer = (IPEndPoint)socket.RemoteEndPoint!;
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

    /// <summary>Requests that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_sync) return _inbox.Count;
        }
    }

    public void AddIdentity(Identity identity)
    {
        if (!Identities.Contains(identity)) Identities = [.. Identities, identity];
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
            if (_closing || _aborted || _inbox.Count == 0) return false;
            _parked = _outboxBytes + Output.Length > OutboxBytesLimit;
            if (_parked) return false;
            frame = _inbox.Dequeue();
            _inboxBytes -= frame.Length;
            SignalRoom();
            return true;
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
            var empty = _inbox.Count == 0 || _closing || _aborted;
            if (!empty && !_parked) Schedule();
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
        while (_inbox.TryDequeue(out var frame)) frame.Return();
        _inboxBytes = 0;
    }

    private void SignalRoom()
    {
        // Half empty, so that a full inbox does not wake the reader for every single frame.
        if (_room is null || _inbox.Count > InboxLimit / 2 || _inboxBytes > InboxBytesLimit / 2) return;
        _room.TrySetResult();
        _room = null;
    }

    private bool HasNoRoom => _inbox.Count >= InboxLimit || _inboxBytes >= InboxBytesLimit;

    private void Schedule()
    {
        if (_scheduled) return;
        _scheduled = true;
        _pipeline.Post(this);
    }
}
