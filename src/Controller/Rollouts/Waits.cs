using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Rollouts;

/// <summary>What a wave that is not complete waits for while nothing of it is outstanding.</summary>
internal static class Waits
{
    /// <summary>A shorter wait for the shared budget is not told of.</summary>
    private static readonly TimeSpan PaceIsSlow = TimeSpan.FromSeconds(2);

    /// <summary>The current wave's nodes that have no row as far as is known, in their order.</summary>
    public static IEnumerable<TargetState> Turns(MachineState state, bool isStale) =>
        state.Pending.Select(state.At).TakeWhile(t => t.Wave <= state.State.Wave).Where(t => !t.ReadingRow && t.RowIsStale == isStale);

    /// <summary>All whose turn it is are offline, and are waited for until then; null: it is not so.</summary>
    public static DateTimeOffset? ForNodes(MachineState state, DateTimeOffset now)
    {
        if (!state.Outstanding.IsEmpty || state.Pending.IsEmpty || state.State.OfflineUntil is not { } until || now > until) return null;
        var turns = Turns(state, isStale: false).ToList();
        return turns.Count > 0 && turns.TrueForAll(t => t.Refusal is null && t.Watched && IsGone(t)) ? until : null;
    }

    /// <summary>All of the wave have their results, and some must come back from a reboot; until when the last of them has time.</summary>
    public static DateTimeOffset? ForReboots(MachineState state) =>
        state.Rebooting.IsEmpty || !state.Outstanding.IsEmpty || (!state.Pending.IsEmpty && state.At(state.Pending.Min).Wave <= state.State.Wave)
            ? null
            : state.Rebooting.Max(p => RebootDeadline(state, p));

    /// <summary>By when this rebooting node must be back.</summary>
    public static DateTimeOffset RebootDeadline(MachineState state, int position) => ((RowFact.Ended)state.At(position).Row).At.AddSeconds(state.Plan.RebootVerifyS ?? 0);

    /// <summary>Nothing is outstanding, and the shared budget gives nothing for a while.</summary>
    public static PacePlan? ForPace(MachineState state, DateTimeOffset now) =>
        state.Plan.Pace is { } pace && state.Outstanding.IsEmpty && state.PaceFrom - now > PaceIsSlow && Turns(state, isStale: false).Any() ? pace : null;

    public static bool IsGone(TargetState target) => target.Presence is PresenceFact.Gone or PresenceFact.NeverRegistered;
}
