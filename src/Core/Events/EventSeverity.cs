using System.Text.Json.Serialization;
using ChefActors.Core.Znodes;

namespace ChefActors.Core.Events;

/// <summary>How bad a monitoring event is, in the words of Zabbix, from the least to the worst.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<EventSeverity>))]
public enum EventSeverity
{
    /// <summary>Not classified.</summary>
    NotClassified,

    /// <summary>Information.</summary>
    Information,

    /// <summary>Warning.</summary>
    Warning,

    /// <summary>Average.</summary>
    Average,

    /// <summary>High.</summary>
    High,

    /// <summary>Disaster.</summary>
    Disaster,
}
