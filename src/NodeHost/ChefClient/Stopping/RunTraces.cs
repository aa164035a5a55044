using System.Collections.Immutable;

namespace ChefActors.NodeHost.ChefClient.Stopping;

/// <summary>What is known of a run whose processes are looked for.</summary>
internal sealed record RunTraces
{
    /// <summary>The wrapper, alive or not.</summary>
    public required ProcessIdentity Leader { get; init; }

    /// <summary>This node host's pid.</summary>
    public required int Host { get; init; }

    /// <summary>What the environments of <see cref="Survivors.Candidates"/> say.</summary>
    public IReadOnlyDictionary<int, RunMark> Marks { get; init; } = ImmutableDictionary<int, RunMark>.Empty;

    /// <summary>Pids in the run's cgroup and below; empty when it has none.</summary>
    public IReadOnlySet<int> InCgroup { get; init; } = ImmutableHashSet<int>.Empty;

    /// <summary>Processes that were found to be the run's already: they stay so when their parents are gone.</summary>
    public IReadOnlyDictionary<ProcessIdentity, Survivor> Known { get; init; } = ImmutableDictionary<ProcessIdentity, Survivor>.Empty;

    /// <summary>This node host inherits orphans, and it was this life of it that started the wrapper.</summary>
    public bool AdoptsOrphans { get; init; }

    /// <summary>A leftover of an earlier run ended while this one ran: what it may have started cannot be told from this run's orphans.</summary>
    public bool EarlierLeftoverEnded { get; init; }
}
