using ChefActors.NodeHost.ChefClient;

namespace ChefActors.NodeHost.Running;

/// <summary>
/// The steps of stopping a run, pure: SIGINT, SIGINT again, then force, over and over (CHEF.md, "Stopping it"). chef-client needs 3 s after the first to
/// end its command and run its handlers; with its server down only the second ends it; SIGTERM it ignores.
/// </summary>
/// <param name="Steps">Steps that were taken.</param>
/// <param name="DueAt">When the next one is due, since boot.</param>
internal readonly record struct StopLadder(int Steps, TimeSpan DueAt)
{
    private const int Interrupts = 2;

    /// <summary>The foot of it: the first step is due at once.</summary>
    internal static StopLadder From(TimeSpan now) => new(0, now);

    /// <summary>What is due now, null: nothing yet; and the ladder after it.</summary>
    /// <param name="now">Since boot.</param>
    /// <param name="step">From one step to the next, at least 5 s.</param>
    internal (ChefSignal? Signal, StopLadder After) Step(TimeSpan now, TimeSpan step) =>
        now < DueAt ? (null, this) : (Steps < Interrupts ? ChefSignal.Interrupt : ChefSignal.Kill, new StopLadder(Steps + 1, now + step));
}
