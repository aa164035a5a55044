using System.Text.Json.Serialization;
using ChefActors.Controller.Planning.Plans;
using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>A wave of <see cref="PlanViewDocument"/>. <c>can_still_fail</c>: how many are in flight at most when its budget is reached; null: it has none.</summary>
internal sealed record PlanWaveDocument(
    string Name,
    int Targets,
    int Parallel,
    [property: JsonPropertyName("soak_s")] int SoakS,
    bool Approve,
    [property: JsonPropertyName("approve_within_s")] int ApproveWithinS,
    Budget? Failures,
    int? CanStillFail,
    IReadOnlyList<string> Nodes)
{
    /// <summary>The document of a wave and its nodes.</summary>
    public static PlanWaveDocument Of(WavePlan wave, IReadOnlyList<NodeName> nodes) => new(
        wave.Name,
        wave.Targets,
        wave.Parallel,
        wave.SoakS,
        wave.Approve,
        wave.ApproveWithinS,
        wave.Failures,
        wave.Failures is { } failures ? InFlight.CanStillFail(failures, wave.Parallel, wave.Targets) : null,
        [.. nodes.Select(node => node.Value)]);
}
