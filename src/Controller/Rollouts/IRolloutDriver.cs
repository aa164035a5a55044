using ChefActors.Controller.Auditing;

namespace ChefActors.Controller.Rollouts;

/// <summary>
/// The controller's actor system as a console verb or the daemon sees it. Disposing stops driving: the owner znodes go, the rollouts stay
/// and can be taken over at once.
/// </summary>
internal interface IRolloutDriver : IAsyncDisposable
{
    /// <summary>T1: starts a rollout and drives it until it ends or this is disposed.</summary>
    Task<StartAnswer> StartAsync(NewRollout rollout, CancellationToken cancellationToken);

    /// <summary>T2: drives a rollout that nobody drives.</summary>
    Task<StartAnswer> TakeOverAsync(string rollout, CancellationToken cancellationToken);

    /// <summary>T15: takes a rollout back by another, whose id the answer names, and drives that.</summary>
    Task<StartAnswer> RollBackAsync(string rollout, CancellationToken cancellationToken);

    /// <summary>Takes over every rollout that nobody drives, and keeps the history, from now on.</summary>
    /// <param name="audit">Where everything that happens to rollouts is written; null: nowhere. The caller's own, to be closed after this.</param>
    void TakeOverAll(AuditLog? audit = null);

    /// <summary>The rollout as it changes, at most some ten times a second; ends after the snapshot of an ended rollout, or of a halted one with nothing outstanding.</summary>
    IAsyncEnumerable<RolloutSnapshot> WatchAsync(string rollout, CancellationToken cancellationToken);
}
