namespace ChefActors.NodeHost.Supervising;

/// <summary>
/// When a supervised node host is started again, as systemd's <c>Restart=always</c> does: whatever ended it, but for an end that was asked for
/// and for a wrong flag or setting, which would be as wrong the next time. Pure.
/// </summary>
internal static class SupervisorDecision
{
    /// <summary>A wrong flag or setting: the node host's own exit code for it.</summary>
    internal const int Usage = 2;

    /// <summary>1 s, doubling up to a minute; forgotten when it stayed up for five minutes; it never gives up.</summary>
    internal static RestartPolicy Policy { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), null);

    /// <summary>Decides.</summary>
    /// <param name="code">The exit code; 128 and the signal's number when a signal ended it.</param>
    /// <param name="isToEnd">Somebody asked the supervisor to end.</param>
    /// <param name="ends">Earlier ends.</param>
    /// <param name="seed">Spreads the pauses.</param>
    /// <param name="now">On a clock that only goes forward.</param>
    internal static SupervisorStep After(int code, bool isToEnd, CrashHistory ends, int seed, TimeSpan now)
    {
        if (isToEnd || code == Usage) return new SupervisorStep.Exit(code);
        var history = ends.Crashed(Policy, now);
        return new SupervisorStep.StartAgain(history.Pause(Policy, seed)!.Value, history);
    }
}
