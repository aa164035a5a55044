namespace ChefActors.NodeHost.Facts;

/// <summary>What was read of a machine to tell what else runs chef-client there.</summary>
/// <param name="SystemTables">Cron tables with users in them.</param>
/// <param name="UserTables">Cron tables of users.</param>
/// <param name="Enabled">Names of units with a link in some <c>*.wants</c>.</param>
/// <param name="Units">Texts of unit files by their names.</param>
/// <param name="Processes">Arguments of the processes that speak of a chef-client.</param>
internal sealed record PeriodicEvidence(
    IReadOnlyList<string> SystemTables,
    IReadOnlyList<string> UserTables,
    IReadOnlyCollection<string> Enabled,
    IReadOnlyDictionary<string, string> Units,
    IReadOnlyList<IReadOnlyList<string>> Processes)
{
    private static readonly string[] Timers = ["chef-client.timer", "cinc-client.timer"];

    /// <summary>The judgement. Pure.</summary>
    internal ChefPeriodic Judge()
    {
        if (Processes.Any(ChefCommandLine.IsDaemonProcess) || Enabled.Any(unit => IsService(unit) && SystemdUnit.IsChefDaemon(Text(unit)))) return ChefPeriodic.Daemon;
        if (Enabled.Any(IsChefTimer)) return ChefPeriodic.Timer;
        return SystemTables.Any(table => CronTable.RunsChef(table, hasUsers: true)) || UserTables.Any(table => CronTable.RunsChef(table, hasUsers: false)) ? ChefPeriodic.Cron : ChefPeriodic.None;
    }

    private static bool IsService(string unit) => unit.EndsWith(".service", StringComparison.Ordinal);

    private bool IsChefTimer(string unit) =>
        unit.EndsWith(".timer", StringComparison.Ordinal)
        && Units.TryGetValue(unit, out var text)
        && (Timers.Contains(unit, StringComparer.Ordinal) || SystemdUnit.RunsChef(Text(SystemdUnit.ServiceOf(unit, text))));

    private string Text(string unit) => Units.GetValueOrDefault(unit, "");
}
