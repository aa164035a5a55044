using System.Collections.Immutable;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Tests.Console;

/// <summary>Rollouts at one time or another.</summary>
internal static class Samples
{
    public const string Id = "01JD3K5N8Q0R2S4T6V8W0X2Y4Z";

    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static RolloutPlan Plan(int targets) => new()
    {
        Id = Id,
        Name = "recipe[cookbook_c]",
        Cluster = "c1",
        IssuedBy = "alice@ops1",
        IssuedAt = Start,
        Command = new RolloutCommand { Mode = RunMode.Override, RunList = ["recipe[cookbook_c]"] },
        Target = "web-*",
        Waves = [new WavePlan("all", targets, Math.Min(50, targets))],
    };

    public static NodeSnapshot Pending(int n) => new(Name(n), 0, NodeStanding.Pending, null);

    public static NodeSnapshot Outstanding(int n) => new(Name(n), 0, NodeStanding.Outstanding, null);

    public static NodeSnapshot Ended(int n, ResultState state, string? code = null, string? text = null, int? exitCode = null) => new(
        Name(n), 0, NodeStanding.EndedAs(state), Result(n, state) with { Reason = code is null ? null : new Reason(code, text ?? ""), ExitCode = exitCode });

    public static NodeSnapshot Succeeded(int n) => new(
        Name(n), 0, NodeStanding.EndedAs(ResultState.Succeeded), Result(n, ResultState.Succeeded) with { ExitCode = 0, Resources = new ResourceCount(1, 3) });

    public static NodeSnapshot Failed(int n) =>
        Ended(n, ResultState.Failed, ReasonCode.ResourceFailed, "package[nginx] (cookbook_c::default line 12): no candidate version available", 1);

    public static RolloutSnapshot Snapshot(RolloutPhase phase, params NodeSnapshot[] nodes)
    {
        var tally = nodes.Aggregate(ResultTally.Of(nodes.Length), (t, n) => t.Move(NodeStanding.Pending, n.Standing));
        var state = new RolloutState
        {
            Phase = phase,
            StartedAt = Start,
            FinishedAt = phase.IsEnded() ? Start.AddSeconds(14) : null,
            Waves = [new WaveStatus("all", phase switch { RolloutPhase.Succeeded => WaveState.Succeeded, RolloutPhase.Failed => WaveState.Failed, _ => WaveState.Running }, nodes.Length)],
            Counts = new RolloutCounts(tally),
        };
        var owner = phase.IsEnded() ? null : new OwnerDocument(1, "c0ffee", "ops1", 4711, Start);
        return new RolloutSnapshot(Plan(nodes.Length), state, tally, [.. nodes], owner, Start.AddSeconds(12));
    }

    private static NodeName Name(int n) => NodeName.Parse($"web-{n}.example.com");

    private static CommandResult Result(int n, ResultState state) => new()
    {
        Command = Id,
        Rollout = Id,
        Node = Name(n).Value,
        State = state,
        Attempt = state.NeverRan() ? 0 : 1,
        StartedAt = state.NeverRan() ? null : Start.AddSeconds(1),
        FinishedAt = state.NeverRan() ? null : Start.AddMilliseconds(3400),
    };
}
