using System.Text.Json.Serialization;
using ChefActors.Core.Znodes;

namespace ChefActors.Core.Rollouts;

/// <summary>What becomes of a node that is not alive when its turn comes.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<OfflinePolicy>))]
public enum OfflinePolicy
{
    /// <summary>It is given <c>offline</c>.</summary>
    Skip,

    /// <summary>It is waited for as long as <see cref="RolloutPlan.OfflineWaitS"/> says, counted from its wave's start.</summary>
    Wait,

    /// <summary>The rollout halts; after an operator accepted that, it is skipped.</summary>
    Require,
}
