using System.Collections.Immutable;

namespace ChefActors.NodeHost.ChefClient.Stopping;

/// <summary>
/// One forced stop, round by round, pure: who lives now in, signals and what comes next out. What is found is frozen first, until a look finds
/// nobody new: a process that starts another whenever one is killed cannot while it is stopped. Then all are killed, until nobody is left.
/// </summary>
internal sealed record ForcePlan
{
    /// <summary>Rounds in all; with the pauses about 5 s.</summary>
    internal const int Rounds = 200;

    /// <summary>Of them such that only freeze: whoever is not to be caught up with by then is killed as he comes.</summary>
    internal const int FreezeRounds = 30;

    /// <summary>Between two looks when nobody new was found: what was killed needs a moment to be gone.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Everyone that was found until now.</summary>
    public ImmutableDictionary<ProcessIdentity, Survivor> Known { get; init; } = ImmutableDictionary<ProcessIdentity, Survivor>.Empty;

    /// <summary>Rounds that were made.</summary>
    public int Round { get; init; }

    /// <summary>The last look found nobody. A table is not read in one moment, and whoever forked and ended meanwhile is not in it: a second look says so too.</summary>
    public bool IsEmptied { get; init; }

    /// <summary>Takes what a look found.</summary>
    /// <param name="alive">Those that live.</param>
    /// <param name="othersBegan">Somebody was in the run's cgroup who was not there yet when the processes were read.</param>
    internal Step Next(IReadOnlyList<Survivor> alive, bool othersBegan = false)
    {
        var fresh = alive.Where(survivor => !Known.ContainsKey(survivor.Process.Identity)).ToList();
        var after = this with { Known = Known.AddRange(fresh.Select(survivor => KeyValuePair.Create(survivor.Process.Identity, survivor))), Round = Round + 1 };
        var isEmpty = alive.Count == 0 && !othersBegan;
        if (isEmpty && (IsEmptied || Known.IsEmpty)) return new Step(after, [], ForceNext.Done);
        if (after.Round > Rounds) return new Step(after, [], ForceNext.GivenUp);
        after = after with { IsEmptied = isEmpty };
        if (isEmpty) return new Step(after, [], ForceNext.AfterPause);
        if (alive.Count == 0) return new Step(after, [], ForceNext.AtOnce);
        return fresh.Count > 0 && after.Round <= FreezeRounds
            ? new Step(after, Signals(fresh, ChefSignal.Freeze), ForceNext.AtOnce)
            : new Step(after, Signals(alive, ChefSignal.Kill), fresh.Count > 0 ? ForceNext.AtOnce : ForceNext.AfterPause);
    }

    private static IReadOnlyList<(ProcessIdentity Process, ChefSignal Signal)> Signals(IReadOnlyList<Survivor> survivors, ChefSignal signal) =>
        [.. survivors.Select(survivor => (survivor.Process.Identity, signal))];

    /// <summary>What one round brings.</summary>
    internal sealed record Step(ForcePlan After, IReadOnlyList<(ProcessIdentity Process, ChefSignal Signal)> Signals, ForceNext Next);
}
