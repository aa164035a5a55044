using System.Text.Json.Serialization;
using ChefActors.Core.Znodes;

namespace ChefActors.Core.Rollouts;

/// <summary>Where a wave is (CONTRACT, section 6).</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<WaveState>))]
public enum WaveState
{
    /// <summary>Its turn has not come.</summary>
    Pending,

    /// <summary>Its nodes are being dispatched.</summary>
    Running,

    /// <summary>It soaks or waits for approval.</summary>
    Waiting,

    /// <summary>A rule stopped it.</summary>
    Halted,

    /// <summary>Every node a success.</summary>
    Succeeded,

    /// <summary>All nodes ended, some no success.</summary>
    Failed,

    /// <summary>Never begun.</summary>
    Skipped,
}
