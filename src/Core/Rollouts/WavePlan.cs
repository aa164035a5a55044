using System.Text.Json.Serialization;

namespace ChefActors.Core.Rollouts;

/// <summary>One wave of a plan.</summary>
/// <param name="Name">For people and operators' words.</param>
/// <param name="Targets">How many nodes it has.</param>
/// <param name="Parallel">At most so many outstanding at once.</param>
public sealed record WavePlan(string Name, int Targets, int Parallel)
{
    /// <summary>Seconds to wait after the wave's last result.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int SoakS { get; init; }

    /// <summary>After the soak an operator must approve the wave.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Approve { get; init; }

    /// <summary>Seconds to wait for the approval, or for a gate that has no data: then the rollout is halted.</summary>
    public int ApproveWithinS { get; init; } = 8 * 3600;

    /// <summary>Failures of this wave; null: no limit of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Budget? Failures { get; init; }
}
