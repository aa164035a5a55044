using System.Buffers;
using ChefActors.ZooKeeper.Telemetry;
using ChefActors.ZooKeeper.Watches;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Connections;

/// <summary>A request from the call to its answer. <see cref="Phase"/> and the frame belong to the queue's lock.</summary>
internal abstract class PendingRequest(int type, string? path)
{
    private byte[] _frame = [];

    /// <summary>See <see cref="OpCode"/>.</summary>
    public int Type { get; } = type;

    /// <summary>The caller's path, for messages.</summary>
    public string? Path { get; } = path;

    /// <summary>Its name, for messages.</summary>
    public string Operation => OpCode.NameOf(Type);

    public RequestPhase Phase { get; set; }

    public int Xid { get; set; }

    /// <summary>Bytes of the frame with its length.</summary>
    public int FrameLength { get; private set; }

    /// <summary>Whom to tell when the watch that this read asks for fires.</summary>
    public WatchHandler? Watch { get; init; }

    /// <summary>Null: nobody listens.</summary>
    public RequestTrace? Trace { get; set; }

    /// <summary>Where a successful read registers <see cref="Watch"/>.</summary>
    public WatchKind WatchKind { get; init; }

    /// <summary>The server was not asked for the watch: one that stays tells the same (see <see cref="StandingWatches.Covers"/>).</summary>
    public bool WatchIsCovered { get; init; }

    /// <summary>The server's path that <see cref="Watch"/> is registered for.</summary>
    public string ServerPath { get; init; } = "";

    public ReadOnlySpan<byte> Frame => _frame.AsSpan(0, FrameLength);

    /// <summary>Whether the caller waits no more.</summary>
    public abstract bool IsCompleted { get; }

    /// <summary>Takes over the writer's buffer.</summary>
    public void SetFrame(JuteWriter writer) => (_frame, FrameLength) = writer.Detach();

    /// <summary>The frame is not needed any more.</summary>
    public void ReleaseFrame()
    {
        if (_frame.Length > 0) ArrayPool<byte>.Shared.Return(_frame);
        _frame = [];
    }

    /// <summary>The answer. A body that cannot be read fails the request and throws <see cref="WireFormatException"/>.</summary>
    public abstract void Complete(in ReplyHeader header, ref JuteReader body);

    public abstract void Fail(Exception exception);
}
