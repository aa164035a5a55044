using System.Text.Json;
using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>What every verb that starts a rollout says and does.</summary>
internal static class RolloutStarting
{
    private const int UndecidedAtMost = 10;

    /// <summary>Starts it.</summary>
    /// <exception cref="VerbFailure">It was refused.</exception>
    public static async Task StartAsync(VerbContext context, IRolloutDriver driver, NewRollout rollout, CancellationToken cancellationToken)
    {
        StartAnswer answer;
        try
        {
            answer = await driver.StartAsync(rollout, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await context.SayAsync($"interrupted while rollout {rollout.Plan.Id} was being started: it may be there; see: {context.Typed($"rollout show {rollout.Plan.Id}")}");
            throw;
        }

        if (answer is not StartAnswer.Driving) throw StartRefusal.Of(context, answer, rollout.Plan.Id);
    }

    /// <summary>Names the nodes that are no targets for want of a key.</summary>
    public static async Task SayUndecidedAsync(VerbContext context, IReadOnlyList<UndecidedNode> undecided)
    {
        if (undecided.Count == 0) return;
        await context.SayAsync($"not targeted, because it is not known whether they are meant ({undecided.Count}):");
        foreach (var node in undecided.Take(UndecidedAtMost)) await context.SayAsync($"  {node.Name}: no {SafeText.Line(string.Join(", ", node.Keys))}");
        if (undecided.Count > UndecidedAtMost) await context.SayAsync($"  … and {undecided.Count - UndecidedAtMost} more");
    }

    /// <summary>Leaves a rollout that has begun, once its driver is closed: the id, or the rollout as JSON, and how to go on.</summary>
    public static async Task<ExitCode> LeaveAsync(VerbContext context, ICluster cluster, string id, CancellationToken cancellationToken)
    {
        if (context.Global.Output == OutputFormat.Table) await context.World.Output.WriteLineAsync(id);
        else if (await cluster.ReadRolloutAsync(id, cancellationToken) is { } snapshot)
            await context.World.Output.WriteLineAsync(JsonSerializer.Serialize(RolloutDocument.Of(snapshot, cluster.Name), ConsoleJson.Default.RolloutDocument));
        await context.SayAsync(LeavingText.For(cluster.Name, id, "--detach", drove: true, context.Typed));
        return ExitCode.Unfinished;
    }
}
