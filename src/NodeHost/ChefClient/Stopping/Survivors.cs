namespace ChefActors.NodeHost.ChefClient.Stopping;

/// <summary>
/// Whom a forced stop takes: a table of processes and what is known of the run in, those that the run started out. Pure. Nothing is taken by
/// a marker alone, as whoever copies an environment into a shell has the marker too: it must be an orphan without a terminal beside it.
/// </summary>
internal static class Survivors
{
    /// <summary>Those that may be of the run at all, and whose environment is worth reading: not older than the wrapper, not this node host or what runs in its session.</summary>
    internal static IEnumerable<ProcessEntry> Candidates(IReadOnlyDictionary<int, ProcessEntry> table, ProcessIdentity leader, int host)
    {
        var session = table.GetValueOrDefault(host)?.Session ?? host;
        return table.Values.Where(process =>
            process is { IsZombie: false, Pid: > 1 } && process.StartTime >= leader.StartTime && process.Pid != host && process.Session != session);
    }

    /// <summary>Those of the run, and orphans that may be of this run or of an earlier one and are left alone.</summary>
    internal static (IReadOnlyList<Survivor> ToEnd, IReadOnlyList<ProcessEntry> Spared) Of(IReadOnlyDictionary<int, ProcessEntry> table, RunTraces traces)
    {
        ProcessEntry[] candidates = [.. Candidates(table, traces.Leader, traces.Host)];
        var found = new Dictionary<int, Survivor>();
        var orphans = traces.AdoptsOrphans ? Orphans(table, candidates, traces) : ([], []);
        var (reapers, ancestors) = (Reapers(table, traces), HostAndAncestors(table, traces.Host));
        foreach (var process in candidates)
        {
            if (traces.Known.TryGetValue(process.Identity, out var known)) found[process.Pid] = known with { Process = process };
            else if (IsOfGroup(table, traces, process)) Take(process, SurvivorEvidence.Group, isProven: true);
            else if (traces.InCgroup.Contains(process.Pid)) Take(process, SurvivorEvidence.Cgroup, isProven: true);
            else if (orphans.Taken.Contains(process)) Take(process, SurvivorEvidence.Orphan, isProven: true);
            else if (MarkOf(traces, process) == RunMark.This && !process.HasTerminal && !ancestors.Contains(process.Pid) && reapers.Contains(process.Parent)) Take(process, SurvivorEvidence.Marker, isProven: false);
        }

        while (TakeRelated(candidates, found))
        {
        }

        return ([.. found.Values.OrderBy(survivor => survivor.Process.Pid)], [.. orphans.Spared.Where(process => !found.ContainsKey(process.Pid))]);

        void Take(ProcessEntry process, SurvivorEvidence evidence, bool isProven) => found[process.Pid] = new Survivor(process, evidence, isProven);
    }

    /// <summary>Children of those that were found, and others of their sessions: a session begins with one of the run and is left to nobody else.</summary>
    private static bool TakeRelated(ProcessEntry[] candidates, Dictionary<int, Survivor> found)
    {
        var sessions = found.Values.Where(survivor => survivor.IsProven).Select(survivor => survivor.Process.Session).ToHashSet();
        var before = found.Count;
        foreach (var process in candidates.Where(process => !found.ContainsKey(process.Pid)))
        {
            if (found.TryGetValue(process.Parent, out var parent)) found[process.Pid] = new Survivor(process, SurvivorEvidence.Descent, parent.IsProven);
            else if (sessions.Contains(process.Session)) found[process.Pid] = new Survivor(process, SurvivorEvidence.Session, true);
        }

        return found.Count > before;
    }

    /// <summary>A dead leader's pid stays taken while its group or session has members; once it has none a stranger may get it, so then the marker must say so too.</summary>
    private static bool IsOfGroup(IReadOnlyDictionary<int, ProcessEntry> table, RunTraces traces, ProcessEntry process)
    {
        if (process.Group != traces.Leader.Pid && process.Session != traces.Leader.Pid) return false;
        return table.TryGetValue(traces.Leader.Pid, out var leader) ? leader.StartTime == traces.Leader.StartTime : MarkOf(traces, process) == RunMark.This;
    }

    /// <summary>
    /// Orphans that this node host inherited since the run began. One without a marker may be the child of an earlier run's daemon as well: it
    /// is taken only when no such daemon lives or has ended meanwhile.
    /// </summary>
    private static (HashSet<ProcessEntry> Taken, IReadOnlyList<ProcessEntry> Spared) Orphans(
        IReadOnlyDictionary<int, ProcessEntry> table, ProcessEntry[] candidates, RunTraces traces)
    {
        var session = table.GetValueOrDefault(traces.Host)?.Session ?? traces.Host;
        var inherited = candidates.Where(process => process.Parent == traces.Host && process.Identity != traces.Leader).ToList();
        var isDoubtful = traces.EarlierLeftoverEnded
            || inherited.Any(process => MarkOf(traces, process) == RunMark.Other)
            || table.Values.Any(process => process.Parent == traces.Host && !process.IsZombie && process.StartTime < traces.Leader.StartTime && process.Session != session);
        var unmarked = inherited.Where(process => MarkOf(traces, process) == RunMark.None).ToList();
        var taken = inherited.Where(process => MarkOf(traces, process) == RunMark.This).Concat(isDoubtful ? [] : unmarked).ToHashSet();
        return (taken, isDoubtful ? unmarked : []);
    }

    /// <summary>
    /// Who orphans of the run were given to: process 1, this node host, the parent of the wrapper or of what is left of its group, and this node host's own
    /// ancestors that have no terminal (service managers; the shell that somebody started it from is none).
    /// </summary>
    private static HashSet<int> Reapers(IReadOnlyDictionary<int, ProcessEntry> table, RunTraces traces)
    {
        var reapers = HostAndAncestors(table, traces.Host).Where(pid => table.GetValueOrDefault(pid) is not { HasTerminal: true }).ToHashSet();
        reapers.UnionWith([1, traces.Host]);
        var group = table.Values.Where(process => process.Group == traces.Leader.Pid && (process.Identity == traces.Leader || IsOfGroup(table, traces, process))).ToList();
        reapers.UnionWith(group.Where(process => group.TrueForAll(other => other.Pid != process.Parent)).Select(process => process.Parent));
        return reapers;
    }

    private static HashSet<int> HostAndAncestors(IReadOnlyDictionary<int, ProcessEntry> table, int host)
    {
        var line = new HashSet<int>();
        for (var pid = host; pid > 0 && line.Add(pid); pid = table.GetValueOrDefault(pid)?.Parent ?? 0)
        {
        }

        return line;
    }

    private static RunMark MarkOf(RunTraces traces, ProcessEntry process) => traces.Marks.GetValueOrDefault(process.Pid);
}
