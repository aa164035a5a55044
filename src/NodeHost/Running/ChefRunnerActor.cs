using Akka.Actor;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Delivery;
using ChefActors.NodeHost.Journal;
using ChefActors.NodeHost.Presence;
using ChefActors.NodeHost.Watching;
using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost.Running;

/// <summary>
/// Serializes chef-client runs: feeds the pure <see cref="RunnerMachine"/> and carries out the effects that it returns. Knows nothing of
/// ZooKeeper. A restart begins with what the journal holds, as a new process would.
/// </summary>
internal sealed partial class ChefRunnerActor : UntypedActor, IWithTimers
{
    private readonly RunnerMachine _machine;
    private readonly RunnerWorks _works;
    private readonly IChefClient _chef;
    private readonly IRunJournal _journal;
    private readonly IActorRef _delivery;
    private readonly TimeProvider _time;
    private readonly Func<TimeSpan> _sinceBoot;
    private readonly ILogger<ChefRunnerActor> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private RunnerState _state = null!;

    public ChefRunnerActor(
        RunnerMachine machine, RunnerWorks works, IChefClient chef, IRunJournal journal, IActorRef delivery, TimeProvider time, Func<TimeSpan> sinceBoot, ILogger<ChefRunnerActor> logger) =>
        (_machine, _works, _chef, _journal, _delivery, _time, _sinceBoot, _logger) = (machine, works, chef, journal, delivery, time, sinceBoot, logger);

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    private Moment Now => new(_sinceBoot(), _time.GetUtcNow());

    /// <summary>How it is made.</summary>
    internal static Props Props(
        RunnerMachine machine, RunnerWorks works, IChefClient chef, IRunJournal journal, IActorRef delivery, TimeProvider time, Func<TimeSpan> sinceBoot, ILogger<ChefRunnerActor> logger) =>
        MadeBy<ChefRunnerActor>.Props(() => new ChefRunnerActor(machine, works, chef, journal, delivery, time, sinceBoot, logger));

    /// <inheritdoc />
    protected override void PreStart() =>
        _chef.DismissHeldAsync().PipeTo(Self, Self, () => new HeldDismissed(), error => new WorkFailed(error));

    /// <summary>Before it serves. Sessions and commands that come too early are told again: NeedsSession brings both. Answers to an earlier life concern nobody.</summary>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case HeldDismissed:
                Become(Serving);
                Apply(_machine.Begin(_journal.State, Now));
                Context.Parent.Tell(new NodeHostProtocol.NeedsSession());
                break;
            case WorkFailed failed:
                throw new InvalidOperationException("held wrappers could not be dismissed", failed.Error);
        }
    }

    /// <inheritdoc />
    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private void Serving(object message)
    {
        switch (message)
        {
            case RunnerInput input:
                Step(input);
                break;
            case DeliveryProtocol.Answer answer:
                Step(answer.Input);
                break;
            case NodeWatcherProtocol.EntryRead read:
                Step(new RunnerInput.EntryRead(read.Entry));
                break;
            case NodeWatcherProtocol.EntryGone gone:
                Step(new RunnerInput.EntryGone(gone.Id));
                break;
            case NodeWatcherProtocol.SlotRead read:
                Step(new RunnerInput.SlotRead(read.Slot));
                break;
            case SessionProtocol.Registered registered:
                Step(new RunnerInput.RegistrationChanged(true, registered.ClusterId));
                break;
            case SessionProtocol.SessionLost:
                Step(new RunnerInput.RegistrationChanged(false));
                break;
            case WorkFailed failed:
                throw new InvalidOperationException("an effect failed in a way that it must not", failed.Error);
            case SessionProtocol.SessionOpened or SessionProtocol.Reconnected or WorkDone:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Step(RunnerInput input)
    {
        LogInput(input);
        Apply(_machine.Step(_state, input, Now));
    }

    private void Apply(RunnerStep step)
    {
        _state = step.State;
        foreach (var effect in step.Effects) CarryOut(effect);
        if (step.WakeAt is { } at) Timers.StartSingleTimer(nameof(RunnerInput.Tick), new RunnerInput.Tick(), Later(at - _sinceBoot()));
        else Timers.Cancel(nameof(RunnerInput.Tick));
    }

    private void CarryOut(RunnerEffect effect)
    {
        switch (effect)
        {
            case RunnerEffect.Claim claim:
                _delivery.Tell(new DeliveryProtocol.Wish.Claim(claim.Item, claim.Attempt));
                break;
            case RunnerEffect.Report report:
                LogOutcome(report.Outcome);
                _delivery.Tell(new DeliveryProtocol.Wish.Report(report.Outcome));
                break;
            case RunnerEffect.Refuse refuse:
                LogRefusal(refuse);
                _delivery.Tell(new DeliveryProtocol.Wish.Refuse(refuse.Id, refuse.Slot, refuse.Result));
                break;
            case RunnerEffect.DropEntry drop:
                _delivery.Tell(new DeliveryProtocol.Wish.Drop(drop.Id, drop.IsSlot));
                break;
            case RunnerEffect.Inspect inspect:
                _delivery.Tell(new DeliveryProtocol.Wish.Inspect(inspect.Start));
                break;
            case RunnerEffect.Reread:
                Context.Parent.Tell(new NodeWatcherProtocol.Reread());
                break;
            case RunnerEffect.Show show:
                Context.Parent.Tell(new ChefRunnerProtocol.ActivityChanged(show.Activity));
                break;
            default:
                LogEffect(effect);
                _works.CarryOutAsync(effect, _stopping.Token)
                    .PipeTo(Self, Self, answer => answer is null ? new WorkDone() : answer, error => Failure(effect, error));
                break;
        }
    }

    /// <summary>A log that cannot be kept is no reason to forget a run; anything else is a fault of this actor, which begins anew.</summary>
    private object Failure(RunnerEffect effect, Exception error)
    {
        if (error is OperationCanceledException && _stopping.IsCancellationRequested) return new WorkDone();
        if (effect is not (RunnerEffect.KeepLog or RunnerEffect.Look or RunnerEffect.Signal)) return new WorkFailed(error);
        LogWorkFailed(_logger, CommandOf(effect), LoggedRollout.Of(CommandOf(effect)), effect.GetType().Name, error.Message);
        return new WorkDone();
    }

    private static TimeSpan Later(TimeSpan delay) => delay < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : delay;

    private sealed record HeldDismissed;

    private sealed record WorkDone;

    private sealed record WorkFailed(Exception Error);
}
