using Akka.Actor;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Queries;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Delivery;
using ChefActors.NodeHost.Presence;
using ChefActors.NodeHost.Running;
using ChefActors.NodeHost.Watching;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost.Queries;

/// <summary>
/// Answers queries by T7 alone: no claim, no journal, and never a wait for a run, as the runner does not even hear of them. A question whose answer was lost with
/// this process stands in the inbox yet and is answered again.
/// </summary>
internal sealed partial class QueryActor : UntypedActor
{
    private readonly NodeName _node;
    private readonly string _agentVersion;
    private readonly IQuestions _questions;
    private readonly IActorRef _delivery;
    private readonly TimeProvider _time;
    private readonly ILogger<QueryActor> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ServerClock _clock;
    private QueryDesk _desk = new();
    private string _cluster = "";

    public QueryActor(NodeName node, string agentVersion, IQuestions questions, IActorRef delivery, TimeProvider time, ILogger<QueryActor> logger)
    {
        (_node, _agentVersion, _questions, _delivery, _time, _logger) = (node, agentVersion, questions, delivery, time, logger);
        _clock = new ServerClock(time);
    }

    /// <summary>How it is made.</summary>
    internal static Props Props(NodeName node, string agentVersion, IQuestions questions, IActorRef delivery, TimeProvider time, ILogger<QueryActor> logger) =>
        MadeBy<QueryActor>.Props(() => new QueryActor(node, agentVersion, questions, delivery, time, logger));

    /// <inheritdoc />
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SessionProtocol.Registered registered:
                _cluster = registered.ClusterId;

                // The time of this very registration: whatever was to be answered before it came too late.
                registered.Client.ExistsAsync(ZnodeLayout.Alive(_node), null, _stopping.Token).PipeTo(Self, Self, stat => new AliveRead(stat), error => new AliveUnread(error));
                break;
            case AliveRead read:
                if (read.Stat is { } stat) _clock.Observe(stat);
                break;
            case AliveUnread:
                // Nothing has expired then; the controller ends what is too late.
                break;
            case NodeWatcherProtocol.EntryRead read:
                OnEntry(read.Entry);
                break;
            case NodeWatcherProtocol.EntryGone gone:
                _desk = _desk.Without(gone.Id);
                break;
            case Answered answered:
                Deliver(answered.Command, answered.ReceivedAt, answered.Answer);
                break;
            case AnswerFailed failed:
                if (failed.Error is not OperationCanceledException) throw new InvalidOperationException("a question was not answered in a way that it must not", failed.Error);
                break;
            case DeliveryProtocol.Answer answer:
                if (answer.Input is not RunnerInput.Refused done) throw new InvalidOperationException($"delivery answered {answer.Input.GetType().Name}");
                _desk = _desk.WithDone(done.Id);
                AnswerNext();
                break;
            case SessionProtocol.SessionOpened or SessionProtocol.SessionLost or SessionProtocol.Reconnected:
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

    private void OnEntry(EntrySnapshot entry)
    {
        if (_desk.Knows(entry.Id)) return;
        switch (QueryAdmission.Judge(entry, _node, _cluster, _clock.Now))
        {
            case QueryVerdict.Refused refused:
                Refuse(entry.Id, refused.Command, refused.State, refused.Reason);
                break;
            case QueryVerdict.Admitted admitted when _desk.IsFull:
                Refuse(entry.Id, admitted.Command, ResultState.Rejected, new Reason(ReasonCode.QueueFull, $"{_desk.Waiting.Count} questions wait already, no more are taken"));
                break;
            case QueryVerdict.Admitted admitted:
                _desk = _desk.With(admitted.Command, admitted.Query);
                AnswerNext();
                break;
        }
    }

    private void AnswerNext()
    {
        (_desk, var next) = _desk.Take();
        foreach (var (command, query) in next) Answer(command, query, _time.GetUtcNow());
    }

    private void Answer(Command command, Query query, DateTimeOffset receivedAt) =>
        _questions.AnswerAsync(query, _stopping.Token).PipeTo(Self, Self, answer => new Answered(command, receivedAt, answer), error => new AnswerFailed(error));

    private void Deliver(Command command, DateTimeOffset receivedAt, QueryAnswer answer)
    {
        LogAnswered(_logger, command.Id, command.Id, answer.Failure?.Code ?? "answered");
        var result = QueryResults.Of(command, answer, _agentVersion, receivedAt, _time.GetUtcNow());
        _delivery.Tell(new DeliveryProtocol.Wish.Refuse(command.Id, null, result));
    }

    private void Refuse(string id, Command? command, ResultState state, Reason reason)
    {
        LogRefused(_logger, id, id, state.Word(), reason.Text);
        _desk = _desk.WithRefused(id);
        _delivery.Tell(new DeliveryProtocol.Wish.Refuse(id, null, QueryResults.Refusal(id, command, _node.Value, state, reason, _agentVersion, _time.GetUtcNow())));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "command {CommandId} (rollout {RolloutId}): query: {What}")]
    private static partial void LogAnswered(ILogger logger, string commandId, string rolloutId, string what);

    [LoggerMessage(Level = LogLevel.Warning, Message = "command {CommandId} (rollout {RolloutId}): query {State}: {Reason}")]
    private static partial void LogRefused(ILogger logger, string commandId, string rolloutId, string state, string reason);

    private sealed record AliveRead(Stat? Stat);

    private sealed record AliveUnread(Exception Error);

    private sealed record Answered(Command Command, DateTimeOffset ReceivedAt, QueryAnswer Answer);

    private sealed record AnswerFailed(Exception Error);
}
