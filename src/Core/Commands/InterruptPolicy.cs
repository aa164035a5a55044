using System.Text.Json.Serialization;
using ChefActors.Core.Znodes;

namespace ChefActors.Core.Commands;

/// <summary>What to do when a run's outcome cannot be known.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<InterruptPolicy>))]
public enum InterruptPolicy
{
    /// <summary>Report <c>interrupted</c>.</summary>
    Report,

    /// <summary>Start once more, through a new claim; two starts at most.</summary>
    Rerun,
}
