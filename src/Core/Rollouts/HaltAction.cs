using System.Text.Json.Serialization;
using ChefActors.Core.Znodes;

namespace ChefActors.Core.Rollouts;

/// <summary>What becomes of claimed commands when a rule halts the rollout; unclaimed ones are withdrawn either way.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<HaltAction>))]
public enum HaltAction
{
    /// <summary>They may finish.</summary>
    Drain,

    /// <summary>They are asked to stop.</summary>
    Interrupt,
}
