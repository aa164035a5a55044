using System.Text.Json.Serialization;
using ChefActors.Core.Znodes;

namespace ChefActors.Core.Rollouts;

/// <summary>On which nodes an event concerns a rollout.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<EventScope>))]
public enum EventScope
{
    /// <summary>On nodes to which the command was dispatched.</summary>
    Touched,

    /// <summary>On any target.</summary>
    Targets,
}
