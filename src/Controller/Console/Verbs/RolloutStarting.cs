using System.Text.Json;
using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Planning;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>What every verb that starts a rollout says and does.</summary>
internal static class RolloutStarting
{
    private const int UndecidedAtMost = 10;

    /// <summary>Starts what was decided and drives it to its end, or leaves it as soon as it has begun.</summary>
    /// <param name="context">The verb's context.</param>
    /// <param name="cluster">Where.</param>
    /// <param name="rollout">What; the id of its cluster is given to it here.</param>
    /// <param name="leaves">Whether it is left.</param>
    /// <param name="timeout">Leaves it after so long.</param>
    /// <param name="viewFor">A view of its own, made for the cluster's name before the start; null: the usual one.</param>
    /// <param name="cancellationToken">Leaves it, too.</param>
    /// <exception cref="VerbFailure">It was refused.</exception>
    public static async Task<ExitCode> RunAsync(
        VerbContext context, ICluster cluster, NewRollout rollout, bool leaves, TimeSpan? timeout, CancellationToken cancellationToken, Func<string, Task<IRolloutView>>? viewFor = null)
    {
        var driven = await cluster.DriveAsync(cancellationToken);
        var view = viewFor is null ? null : await viewFor(driven.ClusterName);
        await using (driven.Driver)
        {
            await StartAsync(context, driven.Driver, rollout with { Plan = rollout.Plan with { Cluster = driven.ClusterId } }, cancellationToken);
            if (!leaves) return await RolloutDriving.RunAsync(context, driven.Driver, rollout.Plan.Id, driven.ClusterName, timeout, cancellationToken, view);
        }

        return await LeaveAsync(context, cluster, rollout.Plan.Id, cancellationToken);
    }

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

    /// <summary>What was decided for one wave; who is no target is named.</summary>
    /// <param name="context">The verb's context.</param>
    /// <param name="planning">What was decided.</param>
    /// <param name="leftOut">Who is gone for too long, as a sentence; null: nobody.</param>
    /// <exception cref="VerbFailure">It does not hold, or is not confirmed.</exception>
    public static async Task<PushPlanning.Ready> DecidedAsync(VerbContext context, PushPlanning planning, string? leftOut)
    {
        switch (planning)
        {
            case PushPlanning.Ready ready:
                if (leftOut is not null) await context.SayAsync(leftOut);
                await SayUndecidedAsync(context, ready.Undecided);
                return ready;
            case PushPlanning.Unconfirmed unconfirmed:
                throw new VerbFailure(ExitCode.Refused, unconfirmed.Message);
            case PushPlanning.Invalid invalid:
                await SayUndecidedAsync(context, invalid.Undecided);
                throw new VerbFailure(ExitCode.Usage, leftOut is null ? invalid.Message : $"{invalid.Message} ({leftOut})");
            case var other:
                throw new InvalidOperationException($"no kind of plan: {other}");
        }
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
    private static async Task<ExitCode> LeaveAsync(VerbContext context, ICluster cluster, string id, CancellationToken cancellationToken)
    {
        if (context.Global.Output == OutputFormat.Table) await context.World.Output.WriteLineAsync(id);
        else if (await cluster.ReadRolloutAsync(id, cancellationToken) is { } snapshot)
            await context.World.Output.WriteLineAsync(JsonSerializer.Serialize(RolloutDocument.Of(snapshot, cluster.Name), ConsoleJson.Default.RolloutDocument));
        await context.SayAsync(LeavingText.For(cluster.Name, id, "--detach", drove: true, context.Typed));
        return ExitCode.Unfinished;
    }
}
