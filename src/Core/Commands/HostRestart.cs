using System.Text.Json.Serialization;

namespace ChefActors.Core.Commands;

/// <summary>What a command of kind <see cref="CommandKind.Restart"/> asks beside the restart itself.</summary>
public sealed record HostRestart
{
    /// <summary>What is allowed in <see cref="ExpectVersion"/>, for people.</summary>
    public const string AllowedVersion = "a version such as 1.2.3: 1 to 64 of A-Z a-z 0-9 . + -";

    private const int VersionCharacters = 64;

    /// <summary>The version that the node host must have when it is back; null: any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExpectVersion { get; init; }

    /// <summary>Whether a text can be a node host's version.</summary>
    public static bool IsVersion(string text) =>
        text.Length is > 0 and <= VersionCharacters && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '+' or '-');
}
