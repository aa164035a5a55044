using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChefActors.Core.Znodes;

/// <summary>Enums travel as snake_case words; numbers are refused.</summary>
public sealed class SnakeCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
