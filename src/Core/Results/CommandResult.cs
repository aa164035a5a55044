using System.Text.Json;
using System.Text.Json.Serialization;
using ChefActors.Core.Commands;

namespace ChefActors.Core.Results;

/// <summary>What became of one command on one node (CONTRACT, section 4). Null means unknown or not applicable.</summary>
public sealed record CommandResult
{
    /// <summary>Payload version.</summary>
    public int V { get; init; } = 1;

    /// <summary>The command's id.</summary>
    public required string Command { get; init; }

    /// <summary>The rollout; null for a slot's command.</summary>
    public string? Rollout { get; init; }

    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>The state.</summary>
    public required ResultState State { get; init; }

    /// <summary>chef-client's exit code; 128 + signal when a signal ended it.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why.</summary>
    public Reason? Reason { get; init; }

    /// <summary>The state that this result replaced; only ever <c>unreachable</c>.</summary>
    public ResultState? Replaces { get; init; }

    /// <summary>The mode of the run.</summary>
    public RunMode? Mode { get; init; }

    /// <summary>The run-list of the command.</summary>
    public IReadOnlyList<string>? RunList { get; init; }

    /// <summary>The last start on this node; 0 when nothing started.</summary>
    public int Attempt { get; init; }

    /// <summary>When the node host first read it.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>When chef-client was released.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was over.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Resources updated and in total.</summary>
    public ResourceCount? Resources { get; init; }

    /// <summary>Cookbooks and their versions.</summary>
    public IReadOnlyDictionary<string, string>? Cookbooks { get; init; }

    /// <summary>Version of Chef Infra Client as it printed it.</summary>
    public string? ChefVersion { get; init; }

    /// <summary>The end of the output: at most 16 KiB after a failure, 1 KiB otherwise.</summary>
    public string? LogTail { get; init; }

    /// <summary>Bytes of output that <see cref="LogTail"/> does not show.</summary>
    public long LogCutBytes { get; init; }

    /// <summary>The answer to a query; null: none, or see <see cref="AnswerCutBytes"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Answer { get; init; }

    /// <summary>Bytes of an answer that was left out here for its size; the row has it whole.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long AnswerCutBytes { get; init; }

    /// <summary>The node host's version.</summary>
    public string? AgentVersion { get; init; }

    /// <summary>The machine's boot id when the run ended: another one in its presence says that it has rebooted since.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? BootId { get; init; }

    /// <summary>Whether both tell of the same end of the same command; what decides whether a row holds this result already.</summary>
    public bool IsSameAs(CommandResult? other) =>
        other is not null && other.Command == Command && other.State == State && other.Attempt == Attempt && other.FinishedAt == FinishedAt;

    /// <summary>Whether a row with this result may still be replaced (invariant I3).</summary>
    public bool MayStillRun() => State == ResultState.Unreachable && Reason?.Code == ReasonCode.MayStillRun;
}
