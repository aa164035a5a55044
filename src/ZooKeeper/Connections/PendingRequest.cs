using ChefActors.ZooKeeper.Telemetry;
using ChefActors.ZooKeeper.Watches;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Connections;

/// <summary>A request from the call to its answer. <see cref="Phase"/> and, once it was handed over, the frame belong to the queue's lock.</summary>
internal abstract class PendingRequest
{
    /// <summary>A buffer up to here is kept for the next request that this object stands for; almost all frames fit.</summary>
    private const int KeptBytes = 1024;

    /// <summary>See <see cref="OpCode"/>.</summary>
    public int Type { get; protected set; }

    /// <summary>The caller's path, for messages.</summary>
    public string? Path { get; protected set; }

    /// <summary>Its name, for messages.</summary>
    public string Operation => OpCode.NameOf(Type);

    public RequestPhase Phase { get; set; }

    public int Xid { get; set; }

    /// <summary>The frame, which is begun with <see cref="RequestFrame.Begin"/> and ended before the request is handed over.</summary>
    public JuteWriter Frame { get; } = new();

    /// <summary>Whom to tell when the watch that this read asks for fires.</summary>
    public WatchHandler? Watch { get; protected set; }

    /// <summary>Null: nobody listens.</summary>
    public RequestTrace? Trace { get; set; }

    /// <summary>Where a successful read registers <see cref="Watch"/>.</summary>
    public WatchKind WatchKind { get; private set; }

    /// <summary>The server was not asked for the watch: one that stays tells the same (see <see cref="StandingWatches.Covers"/>).</summary>
    public bool WatchIsCovered { get; private set; }

    /// <summary>The server's path that <see cref="Watch"/> is registered for.</summary>
    public string ServerPath { get; protected set; } = "";

    /// <summary>Whether the caller waits no more.</summary>
    public abstract bool IsCompleted { get; }

    /// <summary>Sets the watch along with the read.</summary>
    public void WatchWith(WatchHandler handler, WatchKind kind, string serverPath, bool covered) =>
        (Watch, WatchKind, ServerPath, WatchIsCovered) = (handler, kind, serverPath, covered);

    /// <summary>The frame is not needed any more.</summary>
    public void ReleaseFrame()
    {
        if (Frame.Capacity > KeptBytes) Frame.Release();
        else Frame.Truncate(0);
    }

    /// <summary>The answer. A body that cannot be read fails the request and throws <see cref="WireFormatException"/>.</summary>
    public abstract void Complete(in ReplyHeader header, ref JuteReader body);

    public abstract void Fail(Exception exception);

    /// <summary>The queue and the connection have done with a completed request: the object may stand for another one.</summary>
    public abstract void Recycle();
}
