using Akka.Actor;
using ChefActors.Controller.Auditing;
using ChefActors.Controller.History;
using ChefActors.Controller.Rollouts;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace ChefActors.Controller.Ownership;

/// <summary>Sessions that come and go, rollouts that stop or break.</summary>
internal sealed partial class ControllerActor
{
    private void Open() => _ = ControllerSession.OpenAsync(_connector, _me, _time, _crash, _stopping.Token)
        .PipeTo(Self, success: session => new Opened(session), failure: e => new OpenFailed(e));

    private void OnOpened(Opened opened)
    {
        if (_isClosing)
        {
            End(opened.Session);
            return;
        }

        _session = opened.Session;
        var number = ++_sessions;
        var self = Self;
        _session.Client.StateChanged += state => self.Tell(new StateSeen(number, state));
        // It may have ended before anybody listened.
        if (_session.Client.State is SessionState.Expired or SessionState.Closed or SessionState.AuthFailed)
            Self.Tell(new StateSeen(number, _session.Client.State));
        _history = Context.ActorOf(HistoryActor.Props(_session, _me, _limits, _log), $"history-{++_children}");
        while (_waiting.TryDequeue(out var request)) Run(request, _session);
        if (_takesAll) WatchUnowned(_session);
    }

    private void OnOpenFailed(OpenFailed failed)
    {
        if (_isClosing || failed.Exception is OperationCanceledException) return;
        LogNoSession(_log, failed.Exception.Message);
        while (_waiting.TryDequeue(out var request)) Reply(request, new Status.Failure(failed.Exception));
        Timers.StartSingleTimer("open", new OpenAgain(), RetryAfter);
    }

    private void OnState(StateSeen seen)
    {
        if (seen.Session != _sessions || _session is not { } session || _isClosing) return;
        switch (seen.State)
        {
            case SessionState.Connected:
                foreach (var child in _driven.Values) child.Tell(new RolloutProtocol.Reconnected());
                _unowned?.Tell(new UnownedRolloutsActor.LookAgain());
                _audit?.Tell(new AuditActor.LookAgain());
                break;
            case SessionState.Expired or SessionState.AuthFailed or SessionState.Closed:
                LogSessionOver(_log, seen.State, _driven.Count);
                if (_unowned is not null) Context.Stop(_unowned);
                if (_history is not null) Context.Stop(_history);
                if (_audit is not null) Context.Stop(_audit);
                (_unowned, _history, _audit, _session) = (null, null, null, null);
                var rollouts = _driven.Keys.ToList();
                foreach (var rollout in rollouts)
                {
                    Undrive(rollout);
                    _waiting.Enqueue(new Request(new ControllerProtocol.TakeOver(rollout), null));
                }

                End(session);
                Open();
                break;
        }
    }

    private void OnRequestFailed(RequestFailed failed)
    {
        if (failed.Exception is SessionExpiredException && !_isClosing)
        {
            // Asked again in the next session: both procedures find what they did.
            if (failed.Session == _sessions && _session is not null) _waiting.Enqueue(failed.Request);
            else Ask(failed.Request);
        }
        else if (failed.Request is { Sender: null, Message: ControllerProtocol.TakeOver takeOver }) OnBroken(takeOver.Rollout, failed.Exception);
        else if (failed.Request is { Sender: null, Message: ControllerProtocol.RollBack rollBack }) OnBroken(rollBack.Rollout, failed.Exception);
        else Reply(failed.Request, new Status.Failure(failed.Exception));
    }

    private void OnStopped(RolloutProtocol.Stopped stopped)
    {
        Undrive(stopped.Rollout);
        LogStopped(_log, stopped.Rollout, stopped.Reason);
        _breaks.Remove(stopped.Rollout);
        // Fenced: another one drives it, or did and is gone. The take-over tells.
        if (stopped.Reason == StopReason.Fenced) Self.Tell(new Resume(stopped.Rollout));
        else Leave(stopped.Rollout, new StartAnswer.Ended());
    }

    private void OnBroken(string rollout, Exception exception)
    {
        if (exception is SessionExpiredException || _isClosing) return;
        Undrive(rollout);
        var breaks = _breaks[rollout] = _breaks.GetValueOrDefault(rollout) + 1;
        LogBroken(_log, rollout, breaks, exception);
        if (breaks >= BreaksAtMost) Leave(rollout, failure: exception);
        else Timers.StartSingleTimer("resume-" + rollout, new Resume(rollout), RetryAfter);
    }

    /// <summary>What is driven is left as it is: the owner znodes go with the session, at once.</summary>
    private void Close()
    {
        _isClosing = true;
        foreach (var rollout in _driven.Keys.ToList()) Undrive(rollout);
        while (_waiting.TryDequeue(out var request)) Reply(request, new Status.Failure(new OperationCanceledException("the controller is closing")));
        _stopping.Cancel();
        var session = _session;
        if (_history is not null) Context.Stop(_history);
        (_session, _history) = (null, null);
        _ = CloseAsync(session).PipeTo(Sender, Self, success: () => new ControllerProtocol.Closed(), failure: e => new Status.Failure(e));
    }

    private static async Task CloseAsync(ControllerSession? session)
    {
        if (session is not null) await session.Client.DisposeAsync();
    }

    private void End(ControllerSession session) => _ = CloseAsync(session).ContinueWith(
        task => LogCloseFailed(_log, task.Exception!), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private sealed record Request(object Message, IActorRef? Sender);

    private sealed record Opened(ControllerSession Session);

    private sealed record OpenFailed(Exception Exception);

    private sealed record OpenAgain;

    private sealed record StateSeen(int Session, SessionState State);

    private sealed record Answered(Request Request, int Session, object Answer);

    private sealed record RequestFailed(Request Request, int Session, Exception Exception);

    private sealed record ChildGone(string Rollout, IActorRef Child);

    private sealed record Resume(string Rollout);
}
