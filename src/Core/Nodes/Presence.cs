namespace ChefActors.Core.Nodes;

/// <summary>Payload of <c>/node/&lt;name&gt;/alive</c>: who is there now.</summary>
public sealed record Presence
{
    /// <summary>Payload version.</summary>
    public int V { get; init; } = 1;

    /// <summary>The node host's version.</summary>
    public required string AgentVersion { get; init; }

    /// <summary>Its process id.</summary>
    public required int Pid { get; init; }

    /// <summary>The machine's boot id.</summary>
    public required string BootId { get; init; }

    /// <summary>The machine's id.</summary>
    public required string MachineId { get; init; }

    /// <summary>The journal id: random, made once per state directory.</summary>
    public required string Journal { get; init; }

    /// <summary>When the node host started.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Payload versions that it reads.</summary>
    public IReadOnlyList<int> Accepts { get; init; } = [1];

    /// <summary>Whether the other is the same node host, perhaps in an earlier life: same machine, same journal.</summary>
    public bool IsSameHostAs(Presence? other) => other is not null && other.MachineId == MachineId && other.Journal == Journal;
}
