using System.Globalization;

namespace ChefActors.NodeHost.Supervising;

/// <summary>
/// How a node host knows that somebody starts it again when it ends: whoever does says so in its environment. A variable outlives its truth, so what can
/// be looked at is looked at. Pure.
/// </summary>
internal static class SupervisorSign
{
    /// <summary>
    /// The environment variable: the pid of <c>chefactors-node supervise</c>; <c>systemd</c>, as the unit file says; any other word is the word of whoever set it.
    /// </summary>
    internal const string Variable = "CHEFACTORS_SUPERVISOR";

    private const string Systemd = "systemd";

    /// <summary>Why nobody would start it again; null: somebody will.</summary>
    /// <param name="sign">What <see cref="Variable"/> holds.</param>
    /// <param name="systemdExecPid">What systemd from 248 on puts into <c>SYSTEMD_EXEC_PID</c>: the pid of the very process that it started.</param>
    /// <param name="pid">This process.</param>
    /// <param name="parent">Its parent now.</param>
    internal static string? Objection(string? sign, string? systemdExecPid, int pid, int parent)
    {
        if (string.IsNullOrEmpty(sign)) return $"this node host was started by hand ({Variable} is not set): nobody would start it again. Run it by its systemd unit or by chefactors-node supervise";
        if (sign == Systemd && !string.IsNullOrEmpty(systemdExecPid) && systemdExecPid != pid.ToString(CultureInfo.InvariantCulture))
            return $"systemd did not start this process (pid {pid}) but the one with pid {Line(systemdExecPid)}: nobody would start it again";
        if (int.TryParse(sign, NumberStyles.None, CultureInfo.InvariantCulture, out var supervisor) && supervisor != parent)
            return $"its supervisor (pid {supervisor}) is gone: nobody would start it again";
        return null;
    }

    private static string Line(string text) => Core.Znodes.PayloadCodec.OneLine(text);
}
