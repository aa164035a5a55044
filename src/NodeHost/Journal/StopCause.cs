using System.Text.Json.Serialization;
using ChefActors.Core.Znodes;

namespace ChefActors.NodeHost.Journal;

/// <summary>Why a run is being stopped.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<StopCause>))]
internal enum StopCause
{
    /// <summary>A word of an operator reached it.</summary>
    Cancelled,

    /// <summary>Its time was up.</summary>
    TimedOut,
}
