namespace ChefActors.Controller.Rollouts;

/// <summary>What stands between a wave's last result and the next wave.</summary>
internal static class WaveGate
{
    /// <summary>The current wave's stage.</summary>
    public static WaveStage Of(MachineState state, DateTimeOffset now)
    {
        if (!IsComplete(state)) return WaveStage.Running;
        if (SoakUntil(state) is { } soak && now <= soak) return WaveStage.Soaking;
        if (IsApproved(state)) return WaveStage.Over;
        if (state.CurrentWave.Approve) return WaveStage.Approval;
        return MissingData(state) is null ? WaveStage.Over : WaveStage.Gate;
    }

    /// <summary>No node of this wave or an earlier one is pending, outstanding or rebooting.</summary>
    public static bool IsComplete(MachineState state) =>
        state.Outstanding.IsEmpty && state.Rebooting.IsEmpty && (state.Pending.IsEmpty || state.At(state.Pending.Min).Wave > state.State.Wave);

    /// <summary>Until when the current wave soaks; null: it does not. Without a written time it is computed from the wave's last result, so any owner finds the same.</summary>
    public static DateTimeOffset? SoakUntil(MachineState state) =>
        state.CurrentWave.SoakS == 0 ? null : state.State.SoakUntil ?? state.Waves[state.State.Wave].LastAt?.AddSeconds(state.CurrentWave.SoakS);

    /// <summary>Which data a gate lacks; null: none. No data means hold.</summary>
    public static string? MissingData(MachineState state)
    {
        if (state.Plan.Halt?.Events is not null && state.Events?.Missing is { } missing) return missing;
        return state.Plan.Halt?.UpdatedTimes is not null && state.State.Wave == 0 && state.Plan.Waves.Count > 1 && HaltCheck.UpdatedLimit(state) is null
            ? $"no node of wave {state.CurrentWave.Name} reported how many resources it updated"
            : null;
    }

    /// <summary>An operator approved the wave, or accepted that nobody did in time.</summary>
    private static bool IsApproved(MachineState state) =>
        state.Control.Approved.Contains(state.CurrentWave.Name) || (state.State.GateUntil is { } until && state.State.Accepted?.At > until);
}
