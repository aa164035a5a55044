using ChefActors.Controller.Rollouts;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>What an operator of a rollout is likely to type next, the likeliest first, as verbs without the program's name.</summary>
internal static class NextCommand
{
    /// <summary>Empty: there is nothing to do.</summary>
    public static IReadOnlyList<string> Of(RolloutSnapshot snapshot)
    {
        var (id, state) = (snapshot.Plan.Id, snapshot.State);
        var worst = ClosingText.Trouble(snapshot).Select(n => $"node {n.Node.Value}").FirstOrDefault();
        var commands = new List<string?>();
        switch (state.Phase)
        {
            case RolloutPhase.Halted when snapshot.Control.Abort is null:
                commands.AddRange([worst, snapshot.Tally.Outstanding == 0 ? $"rollout retry {id}" : null, $"rollout resume {id} --accept-failures", Rollback(snapshot)]);
                break;
            case RolloutPhase.Paused:
                commands.Add($"rollout resume {id}");
                break;
            case RolloutPhase.Waiting when state.Reason?.Code is PhaseReason.Approval or PhaseReason.Gate:
                commands.Add($"rollout approve {id} {snapshot.Plan.Waves[state.Wave].Name}");
                break;
            case RolloutPhase.Waiting when state.Reason?.Code == PhaseReason.MassLoss:
                commands.AddRange(["nodes", $"rollout resume {id}"]);
                break;
            case RolloutPhase.Failed or RolloutPhase.Aborted:
                commands.AddRange([worst, $"rollout retry {id}", Rollback(snapshot)]);
                break;
            case RolloutPhase.RolledBack when state.RolledBackBy is { } by:
                commands.Add($"rollout show {by}");
                break;
        }

        if (!state.Phase.IsEnded() && snapshot.OwnedBy is null) commands.Add($"rollout watch {id} --drive");
        else if (commands.Count == 0 && !snapshot.IsOver) commands.Add($"rollout watch {id}");
        return [.. commands.OfType<string>()];
    }

    private static string? Rollback(RolloutSnapshot snapshot) =>
        snapshot.Plan.Rollback is not null && snapshot.State.RolledBackBy is null && snapshot.Tally.Outstanding == 0 ? $"rollout rollback {snapshot.Plan.Id}" : null;
}
