using Akka.Actor;
using ChefActors.NodeHost.Presence;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost.Delivery;

/// <summary>
/// The only one that writes entries, rows, results and the slot. A wish is kept until it came true: without a session it waits, after the end
/// of one it is carried out in the next, which reads everything anew.
/// </summary>
internal sealed partial class DeliveryActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    // Of the process, not of one life of this actor: an answer to a wish of an earlier life never passes for one of this life.
    private static long lastNumber;

    private readonly DeliveryProcedures _procedures;
    private readonly ILogger<DeliveryActor> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<long, (DeliveryProtocol.Wish Wish, IActorRef From)> _wishes = [];
    private IZooKeeperClient? _client;

    public DeliveryActor(DeliveryProcedures procedures, ILogger<DeliveryActor> logger) => (_procedures, _logger) = (procedures, logger);

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How it is made.</summary>
    internal static Props Props(DeliveryProcedures procedures, ILogger<DeliveryActor> logger) => MadeBy<DeliveryActor>.Props(() => new DeliveryActor(procedures, logger));

    /// <inheritdoc />
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SessionProtocol.SessionOpened opened:
                _client = opened.Client;
                foreach (var number in _wishes.Keys) CarryOut(number);
                break;
            case SessionProtocol.SessionLost:
                _client = null;
                break;
            case DeliveryProtocol.Wish wish:
                OnWish(wish);
                break;
            case CameTrue done:
                if (_wishes.Remove(done.Number, out var fulfilled)) fulfilled.From.Tell(new DeliveryProtocol.Answer(done.Answer));
                break;
            case Failed failed:
                OnFailed(failed);
                break;
            case Retry retry:
                CarryOut(retry.Number);
                break;
            case SessionProtocol.Registered or SessionProtocol.Reconnected:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc />
    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private void OnWish(DeliveryProtocol.Wish wish)
    {
        var number = Interlocked.Increment(ref lastNumber);
        _wishes[number] = (wish, Sender);
        CarryOut(number);
    }

    private void CarryOut(long number)
    {
        if (_client is not { } client || !_wishes.TryGetValue(number, out var wish)) return;
        _procedures.CarryOutAsync(client, wish.Wish, _stopping.Token)
            .PipeTo(Self, Self, answer => new CameTrue(number, answer), error => new Failed(number, client, error));
    }

    private void OnFailed(Failed failed)
    {
        // A wish of an ended session is carried out again when the next one opens; of a session that lives, later.
        if (failed.Client != _client || !_wishes.TryGetValue(failed.Number, out var wish)) return;
        if (failed.Error is not SessionExpiredException) LogFailed(_logger, wish.Wish.GetType().Name, wish.Wish.Id, LoggedRollout.Of(wish.Wish.Id), failed.Error.Message);
        Timers.StartSingleTimer(failed.Number, new Retry(failed.Number), RetryAfter);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "command {CommandId} (rollout {RolloutId}): {What} was refused by ZooKeeper, trying again in 2 s: {Error}")]
    private static partial void LogFailed(ILogger logger, string what, string commandId, string rolloutId, string error);

    private sealed record CameTrue(long Number, Running.RunnerInput Answer);

    private sealed record Failed(long Number, IZooKeeperClient Client, Exception Error);

    private sealed record Retry(long Number);
}
