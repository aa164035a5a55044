using System.Text.Json.Serialization;
using ChefActors.Core.Znodes;

namespace ChefActors.Core.Commands;

/// <summary>What a node is asked to do. There is no kind that carries a shell line, and there never will be.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<CommandKind>))]
public enum CommandKind
{
    /// <summary>Run chef-client.</summary>
    Converge,

    /// <summary>Answer a typed read-only question.</summary>
    Query,

    /// <summary>Restart the node host, once what runs has ended; its supervisor starts it again.</summary>
    Restart,
}
