using System.Globalization;
using ChefActors.NodeHost.Journal;
using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost.ChefClient.Stopping;

/// <summary>Ends everything that a run started, by force: looks, has <see cref="Survivors"/> and <see cref="ForcePlan"/> decide, signals, until nobody is left.</summary>
internal sealed partial class RunForce(HostCgroups? cgroups, StopMeansKind means, TimeProvider time, ILogger<RunForce> logger)
{
    private const int NamedAtMost = 20;
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>The cgroup that the next child of this process is born in; null: it gets none.</summary>
    internal Task<CgroupDirectory?> FreshLeafAsync() => cgroups?.FreshLeafAsync() ?? Task.FromResult<CgroupDirectory?>(null);

    /// <summary>The child was born there.</summary>
    internal void MoveOn() => cgroups?.MoveOn();

    /// <summary>The run is over: its cgroup goes, unless a daemon that its recipes wanted lives there; then it goes once that has ended.</summary>
    internal void Leave(RunDirectory directory)
    {
        cgroups?.MoveNow();
        RunCgroup.Find(directory)?.TryRemove();
    }

    /// <summary>Ends them; those that live on are named in the log.</summary>
    /// <param name="run">The run.</param>
    /// <param name="isOfThisLife">This life of the node host started it.</param>
    internal async Task EndAsync(JournalRecord.Start run, bool isOfThisLife)
    {
        await _oneAtATime.WaitAsync();
        try
        {
            if (cgroups is not null) await cgroups.SettledAsync();
            await EndAllAsync(run, isOfThisLife);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task EndAllAsync(JournalRecord.Start run, bool isOfThisLife)
    {
        var cgroup = RunCgroup.Find(new RunDirectory(run.Directory));
        var plan = new ForcePlan();
        while (true)
        {
            var (alive, spared, othersBegan) = await Task.Run(() => Look(run, cgroup, plan, isOfThisLife));
            var step = plan.Next(alive, othersBegan);
            plan = step.After;
            if (cgroup is not null && step.Next != ForceNext.Done) KillAtOnce(cgroup, alive);
            foreach (var (process, signal) in step.Signals) _ = ProcessSignal.Send(process, signal);
            if (step.Next == ForceNext.AfterPause) await Task.Delay(ForcePlan.Pause, time);
            if (step.Next is not (ForceNext.Done or ForceNext.GivenUp)) continue;
            Tell(run.Id, plan, alive, spared);
            if (step.Next == ForceNext.GivenUp) LogLeft(logger, run.Id, LoggedRollout.Of(run.Id), plan.Round, alive.Count > 0 ? Names(alive.Select(survivor => survivor.Process)) : "they are gone whenever they are looked at");
            return;
        }
    }

    private (IReadOnlyList<Survivor> Alive, IReadOnlyList<ProcessEntry> Spared, bool OthersBegan) Look(JournalRecord.Start run, CgroupDirectory? cgroup, ForcePlan plan, bool isOfThisLife)
    {
        var leader = new ProcessIdentity(run.Pid, run.PidStart);
        var marker = new RunMarker(run.Id, run.Directory);

        // The cgroup after the processes: whoever is in it and not in the table began in between.
        var table = ProcessEntry.ReadAll();
        var inCgroup = cgroup?.Pids() ?? new HashSet<int>();
        var (alive, spared) = Survivors.Of(table, new RunTraces
        {
            Leader = leader,
            Host = Environment.ProcessId,
            Marks = Survivors.Candidates(table, leader, Environment.ProcessId).ToDictionary(process => process.Pid, process => marker.Read(process.Pid)),
            InCgroup = inCgroup,
            Known = plan.Known,
            AdoptsOrphans = isOfThisLife && means == StopMeansKind.Subreaper,
            EarlierLeftoverEnded = ChildReaper.Instance.EarlierOrphanEnded,
        });
        return (alive, spared, inCgroup.Any(pid => !table.ContainsKey(pid)));
    }

    /// <summary>All of a cgroup at once, but only when all that is in it is the run's: this node host may have got stuck in it.</summary>
    private void KillAtOnce(CgroupDirectory cgroup, IReadOnlyList<Survivor> alive)
    {
        try
        {
            var own = alive.Select(survivor => survivor.Process.Pid).ToHashSet();
            if (!cgroup.Pids().All(pid => own.Contains(pid) || IsNobodyElses(pid))) return;
            cgroup.Kill();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // One by one, then; said for whoever wonders why a storm of forks was not stopped.
            LogNoKill(logger, cgroup.Path, e.Message);
        }
    }

    /// <summary>Began since the look, or has ended: in the cgroup, and not of this node host's session, so of the run.</summary>
    private static bool IsNobodyElses(int pid) => ProcessEntry.Read(pid)?.Session != ProcessEntry.Read(Environment.ProcessId)?.Session;

    private void Tell(string command, ForcePlan plan, IReadOnlyList<Survivor> left, IReadOnlyList<ProcessEntry> spared)
    {
        var rollout = LoggedRollout.Of(command);
        if (plan.Known.Count > left.Count) LogEnded(logger, command, rollout, plan.Known.Count - left.Count, Names(plan.Known.Values.Where(survivor => !left.Any(l => l.Process.Identity == survivor.Process.Identity)).Select(survivor => survivor.Process)));
        if (spared.Count > 0) LogSpared(logger, command, rollout, spared.Count, Names(spared));
    }

    private static string Names(IEnumerable<ProcessEntry> processes) =>
        string.Join(", ", processes.OrderBy(process => process.Pid).Take(NamedAtMost).Select(process => string.Create(CultureInfo.InvariantCulture, $"{process.Pid} {Core.Znodes.PayloadCodec.OneLine(process.Name)} ({process.State})")));

    [LoggerMessage(Level = LogLevel.Warning, Message = "command {CommandId} (rollout {RolloutId}): {Count} processes that it started were ended by force: {Processes}")]
    private static partial void LogEnded(ILogger logger, string commandId, string rolloutId, int count, string processes);

    [LoggerMessage(Level = LogLevel.Error, Message = "command {CommandId} (rollout {RolloutId}): processes that it started could not be ended in {Rounds} rounds, they live on: {Processes}")]
    private static partial void LogLeft(ILogger logger, string commandId, string rolloutId, int rounds, string processes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "command {CommandId} (rollout {RolloutId}): {Count} processes may be its own or an earlier run's and were left alone: {Processes}")]
    private static partial void LogSpared(ILogger logger, string commandId, string rolloutId, int count, string processes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the cgroup {Cgroup} could not be killed at once: {Error}")]
    private static partial void LogNoKill(ILogger logger, string cgroup, string error);
}
