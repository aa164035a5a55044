using ChefActors.Controller.Rollouts;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Console;

/// <summary>A rollout's end as an exit code.</summary>
internal static class RolloutOutcome
{
    /// <summary>Of a rollout that ended or halted; of any other it is <see cref="ExitCode.Unfinished"/>.</summary>
    public static ExitCode Of(RolloutSnapshot snapshot)
    {
        switch (snapshot.State.Phase)
        {
            case RolloutPhase.Succeeded:
                return ExitCode.Success;
            case RolloutPhase.Halted or RolloutPhase.Aborted or RolloutPhase.RolledBack:
                return ExitCode.Failed;
            case RolloutPhase.Failed:
                var onlyOffline = snapshot.Tally.Count(ResultClass.Failure) == 0
                    && snapshot.Tally.Count(ResultClass.Neither) == 0
                    && snapshot.Tally.Count(ResultClass.Apart) > 0;
                return onlyOffline ? ExitCode.Offline : ExitCode.Failed;
            default:
                return ExitCode.Unfinished;
        }
    }
}
