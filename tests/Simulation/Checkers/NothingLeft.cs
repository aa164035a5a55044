using ChefActors.Core.Znodes;
using ChefActors.Simulation.Model;

namespace ChefActors.Simulation.Checkers;

/// <summary>I12: once faults are over and the host is back, no entry, push, run or spool is left, and every row has its end.</summary>
internal static class NothingLeft
{
    internal static IEnumerable<string> Violations(World world)
    {
        if (!world.HasHost) yield return "no node host lives";
        foreach (var entry in world.Zk.Children(ZnodeLayout.Inbox(World.Node))) yield return $"the entry {entry} is left";
        if (world.Zk.Stat(ZnodeLayout.Node(World.Node)) is { DataLength: > 0 }) yield return "the slot is not empty";
        if (world.Host?.Journal.State is { } journal)
        {
            if (journal.Unfinished is { } start) yield return $"the journal holds an unfinished start of {start.Id}";
            foreach (var outcome in journal.Spool) yield return $"the outcome of {outcome.Id} is in the spool";
        }

        foreach (var run in world.Chef.Living) yield return $"a wrapper of {run.Command} is left, {(run.IsHeld ? "held" : "running")}";
        if (!world.Controller.AllRowsEnded) yield return "a row is empty";
    }
}
