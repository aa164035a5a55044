using System.Text.Json.Serialization;
using ChefActors.Controller.Planning.Plans;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>What a plan would do, as <c>rollout plan --output json</c> shows it.</summary>
internal sealed record PlanViewDocument(
    int V,
    string Cluster,
    string File,
    string? PlanHash,
    string Name,
    RolloutCommand Command,
    string Target,
    int Targets,
    IReadOnlyList<PlanWaveDocument> Waves,
    HaltRules? Halt,
    int? CanStillFail,
    IReadOnlyList<UndecidedDocument> Undecided,
    IReadOnlyList<RefusingNode> Refusals,
    IReadOnlyList<PlanWarning> Warnings)
{
    /// <summary>The document of a plan that can start.</summary>
    public static PlanViewDocument Of(PlanResolution.Ready ready, string cluster, string file)
    {
        var (plan, targets) = (ready.Rollout.Plan, ready.Rollout.Waves.Sum(wave => wave.Count));
        return new PlanViewDocument(
            1,
            cluster,
            file,
            plan.PlanHash,
            plan.Name,
            plan.Command,
            plan.Target,
            targets,
            [.. plan.Waves.Zip(ready.Rollout.Waves, PlanWaveDocument.Of)],
            plan.Halt,
            plan.Halt?.Failures is { } failures ? InFlight.CanStillFail(failures, plan.Waves.Max(wave => wave.Parallel), targets) : null,
            [.. ready.Undecided.Select(node => new UndecidedDocument(node.Name, node.Keys))],
            ready.Refusing,
            ready.Warnings);
    }
}

/// <summary>A node that is no target for want of keys.</summary>
internal sealed record UndecidedDocument(string Node, [property: JsonPropertyName("lacks")] IReadOnlyList<string> Keys);
