using System.Runtime.CompilerServices;
using ChefActors.Controller.Auditing;
using ChefActors.Controller.Rollouts;

namespace ChefActors.Controller.Tests.Console;

/// <summary>Answers as told and plays looks; after the last it ends, or hangs until it is left.</summary>
internal sealed class FakeDriver : IRolloutDriver
{
    public StartAnswer Answer { get; set; } = new StartAnswer.Driving(Samples.Id);

    public List<RolloutSnapshot> Looks { get; } = [];

    /// <summary>Looks of other rollouts than the first.</summary>
    public Dictionary<string, RolloutSnapshot> LookOf { get; } = new(StringComparer.Ordinal);

    /// <summary>What becomes of a rollout, in place of <see cref="Looks"/>.</summary>
    public Func<NewRollout, RolloutSnapshot>? Responds { get; set; }

    public bool HangsAtTheEnd { get; set; }

    public NewRollout? Started { get; private set; }

    public string? TakenOver { get; private set; }

    public bool TakesAll { get; private set; }

    public void TakeOverAll(AuditLog? audit = null) => TakesAll = true;

    public string? RolledBack { get; private set; }

    public bool IsDisposed { get; private set; }

    public TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<StartAnswer> StartAsync(NewRollout rollout, CancellationToken cancellationToken)
    {
        Started = rollout;
        return Task.FromResult(Answer);
    }

    public Task<StartAnswer> TakeOverAsync(string rollout, CancellationToken cancellationToken)
    {
        TakenOver = rollout;
        return Task.FromResult(Answer);
    }

    public Task<StartAnswer> RollBackAsync(string rollout, CancellationToken cancellationToken)
    {
        RolledBack = rollout;
        return Task.FromResult(Answer);
    }

    public async IAsyncEnumerable<RolloutSnapshot> WatchAsync(string rollout, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (LookOf.TryGetValue(rollout, out var other))
        {
            yield return other;
            yield break;
        }

        if (Responds is not null) yield return Responds(Started!);
        foreach (var look in Looks) yield return look;
        if (!HangsAtTheEnd) yield break;
        Hanging.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
