using System.Net.Sockets;
using ChefActors.ZooKeeper.Embedded;
using ChefActors.ZooKeeper.Embedded.Network;
using ChefActors.ZooKeeper.Embedded.Requests;
using ChefActors.ZooKeeper.Embedded.Sessions;
using ChefActors.ZooKeeper.Embedded.Tree;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ChefActors.Testing.Fuzzing;

/// <summary>
/// The embedded server's side: frames of hostile clients go to its handlers as its request loop hands them over, on connections that are
/// real but for their socket. Each conversation has a server of its own.
/// </summary>
public sealed class ServerTarget : IFuzzTarget
{
    private readonly Socket _closed = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly RequestPipeline _idle;
    private readonly ConnectionLimits _limits;

    /// <summary>Makes one.</summary>
    public ServerTarget()
    {
        _closed.Dispose();
        var (options, time) = (new EmbeddedOptions(), new FakeTimeProvider());
        _limits = ConnectionLimits.Of(options);

        // Connections want one; as they are never read from nor flushed it gets no work.
        _idle = new RequestPipeline(new ServerState(new ZnodeTree(), new SessionTable(1, new byte[16], 2000, 4000, 40_000), new ServerClock(time)), options, openStore: null, time, NullLogger.Instance);
    }

    /// <inheritdoc />
    public Played Play(long seed, int? frame = null) => new ServerConversation(seed, Connect).Play(frame);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _idle.DisposeAsync();

    // It counts as written to already, so that it asks nobody to be flushed.
    private ClientConnection Connect() => new(_closed, new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 1), _idle, _limits, NullLogger.Instance) { IsDirty = true };
}
