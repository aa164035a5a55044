using ChefActors.Core.Commands;
using ChefActors.Core.Znodes;
using ChefActors.Simulation.Model;
using ChefActors.ZooKeeper;

namespace ChefActors.Simulation.Checkers;

/// <summary>I11: the slot is emptied only while it holds the push that the result is of; the newest push has its result once all is over.</summary>
internal static class NewestPushWins
{
    internal static IEnumerable<string> Violations(World world)
    {
        var slot = ZnodeLayout.Node(World.Node);
        var held = 0L;
        foreach (var write in world.Zk.History.Where(write => write.TookEffect))
        {
            if (write.Operations.OfType<ZnodeOperation.SetData>().FirstOrDefault(set => set.Path == slot) is not { } set) continue;
            if (write.Who == "pusher") held = write.Zxid;
            else
            {
                var copy = write.Operations.OfType<ZnodeOperation.SetData>().FirstOrDefault(other => other.Path == ZnodeLayout.NodeResult(World.Node));
                var of = Point.ResultOf(copy?.Data)?.Command;
                if (of != CommandId.ForSlot(held)) yield return $"the slot held {CommandId.ForSlot(held)} and was emptied for {of}";
            }
        }
    }

    /// <summary>After the end.</summary>
    internal static IEnumerable<string> ViolationsAtTheEnd(World world)
    {
        if (world.NewestPush is { } newest && world.ResultsOf(CommandId.ForSlot(newest)).Count == 0) yield return $"the newest push {CommandId.ForSlot(newest)} has no result";
    }
}
