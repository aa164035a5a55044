using System.Text.Json.Serialization;
using ChefActors.Core.Znodes;

namespace ChefActors.Core.Rollouts;

/// <summary>Where a rollout is (CONTRACT, section 6).</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<RolloutPhase>))]
public enum RolloutPhase
{
    /// <summary>Targets are being written; nothing was dispatched.</summary>
    Preparing,

    /// <summary>Nodes are being dispatched.</summary>
    Running,

    /// <summary>An operator's word holds it.</summary>
    Paused,

    /// <summary>It waits; the reason says for what and until when.</summary>
    Waiting,

    /// <summary>A rule stopped it.</summary>
    Halted,

    /// <summary>Ended: every target a success.</summary>
    Succeeded,

    /// <summary>Ended: all waves done, some targets no success.</summary>
    Failed,

    /// <summary>Ended by an operator, or by whoever found it in preparation.</summary>
    Aborted,

    /// <summary>Ended: another rollout took it back.</summary>
    RolledBack,
}
