namespace ChefActors.Core.Rollouts;

/// <summary>What the phases mean for those who act.</summary>
public static class RolloutPhases
{
    /// <summary>Nothing of the rollout changes any more, but for late results of <c>may_still_run</c> rows.</summary>
    public static bool IsEnded(this RolloutPhase phase) =>
        phase is RolloutPhase.Succeeded or RolloutPhase.Failed or RolloutPhase.Aborted or RolloutPhase.RolledBack;

    /// <summary>The word of the contract, such as <c>rolled_back</c>.</summary>
    public static string Word(this RolloutPhase phase) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(phase.ToString());
}
