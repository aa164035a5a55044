using ChefActors.ZooKeeper;

namespace ChefActors.Testing.Simulated;

/// <summary>
/// A process with sessions of its own. When it is dead, no call of its clients ever completes and no handler of theirs is called; its
/// sessions stay at the server until the test expires them.
/// </summary>
public sealed class SimulatedProcess : IZooKeeperConnector
{
    private readonly List<SimulatedClient> _clients = [];
    private readonly Queue<Pending<IZooKeeperClient>> _waiting = new();

    internal SimulatedProcess(SimulatedZooKeeper server, string who) => (Server, Who) = (server, who);

    /// <summary>The server.</summary>
    public SimulatedZooKeeper Server { get; }

    /// <summary>Its name in the history; a restarted process may have the same one.</summary>
    public string Who { get; }

    /// <summary>Asked for every request; null: no faults. It may itself act on the server, which puts others' writes between a read and a write.</summary>
    public Func<SimulatedRequest, SimulatedFault>? Faults { get; set; }

    /// <summary>Alters what it sends: for planted bugs.</summary>
    public Func<IReadOnlyList<ZnodeOperation>, IReadOnlyList<ZnodeOperation>>? Rewrites { get; set; }

    /// <summary>No server answers this process: requests and new sessions wait. See <see cref="Disconnect"/>.</summary>
    public bool IsDisconnected { get; private set; }

    /// <summary>Requests wait, in the order of each session, until the schedule has one carried out: see <see cref="AnswerOne"/>.</summary>
    public bool IsAnsweredInTurns { get; set; }

    /// <summary>It is stopped, as by SIGSTOP: events wait. What it does by itself is the schedule's to hold.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>Something waits for an answer that a server could give.</summary>
    public bool IsAwaiting => !IsDisconnected && !IsFrozen && !IsCrashed && (_waiting.Count > 0 || _clients.Exists(client => client.IsAwaiting));

    /// <summary>It is dead.</summary>
    public bool IsCrashed { get; private set; }

    /// <summary>Writes that it sent so far.</summary>
    public int Writes { get; internal set; }

    /// <summary>Its sessions, oldest first, ended ones too.</summary>
    public IReadOnlyList<SimulatedClient> Clients => _clients;

    /// <summary>The session that has not ended; null: none.</summary>
    public SimulatedClient? Current => _clients.LastOrDefault(client => client.IsAlive);

    /// <inheritdoc />
    public ConnectionString ConnectionString { get; } = ConnectionString.Parse("simulated:2181");

    /// <summary>A new session at once.</summary>
    public SimulatedClient Connect()
    {
        var client = Server.Open(this);
        _clients.Add(client);
        return client;
    }

    /// <inheritdoc />
    public Task<IZooKeeperClient> ConnectAsync(CancellationToken cancellationToken)
    {
        if (IsCrashed) return Pending<IZooKeeperClient>.Forever;
        if (!IsDisconnected && !IsAnsweredInTurns) return Task.FromResult<IZooKeeperClient>(Connect());
        var waiting = new Pending<IZooKeeperClient>(Connect);
        _waiting.Enqueue(waiting);
        return waiting.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The process dies: kill -9. Its sessions live on at the server.</summary>
    public void Crash() => IsCrashed = true;

    /// <summary>The connection is lost: requests wait, <see cref="SessionState.Disconnected"/> is told.</summary>
    public void Disconnect()
    {
        if (IsDisconnected) return;
        IsDisconnected = true;
        foreach (var client in _clients.Where(client => client.IsAlive)) client.Tell(SessionState.Disconnected);
    }

    /// <summary>The server answers again: sessions that were not expired go on, what waited is sent in its order.</summary>
    public void Reconnect()
    {
        if (!IsDisconnected) return;
        IsDisconnected = false;
        foreach (var client in _clients) client.Resume();
        if (IsAnsweredInTurns) return;
        while (_waiting.TryDequeue(out var waiting)) waiting.Run();
    }

    /// <summary>The oldest request of the session that was opened first and has one, or else the oldest wish for a session, is carried out and answered.</summary>
    public void AnswerOne()
    {
        if (_clients.Find(client => client.IsAwaiting) is { } client) client.AnswerOne();
        else if (_waiting.TryDequeue(out var waiting)) waiting.Run();
    }
}
