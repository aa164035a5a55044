using ChefActors.ZooKeeper.Embedded.Network;

namespace ChefActors.ZooKeeper.Embedded.Requests;

/// <summary>
/// Holds back whatever may have seen a transaction that is not safe yet: replies to its writer, but also reads, events and pings of others
/// (each reply shows the last zxid). The request loop's own. Without a data directory it stands open.
/// </summary>
internal sealed class CommitGate(long safeZxid)
{
    private readonly Queue<(long Zxid, object Waits)> _held = new();

    /// <summary>A gate that holds nothing.</summary>
    public static CommitGate Open() => new(long.MaxValue);

    /// <summary>Everything up to this transaction is safe.</summary>
    public long SafeZxid { get; private set; } = safeZxid;

    /// <summary>Answers were queued to a connection that may be sent once this transaction is safe.</summary>
    public void Hold(long zxid, ClientConnection connection) => _held.Enqueue((zxid, connection));

    /// <summary>Calls <paramref name="then"/> when this transaction is safe: at once, or from <see cref="Raise"/>.</summary>
    public void Wait(long zxid, Action then)
    {
        if (zxid <= SafeZxid) then();
        else _held.Enqueue((zxid, then));
    }

    /// <summary>Everything up to <paramref name="zxid"/> is safe now: what waited for it goes on, in order.</summary>
    public void Raise(long zxid)
    {
        SafeZxid = zxid;
        while (_held.TryPeek(out var next) && next.Zxid <= zxid)
        {
            _held.Dequeue();
            if (next.Waits is ClientConnection connection) connection.Release(zxid);
            else ((Action)next.Waits)();
        }
    }

    /// <summary>Nothing more will be safe: connections that wait are dropped with what they were not sent.</summary>
    public void Shut(string why)
    {
        while (_held.TryDequeue(out var next)) (next.Waits as ClientConnection)?.Abort(why);
    }
}
