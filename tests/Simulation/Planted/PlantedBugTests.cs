using ChefActors.Core.Delivery;
using ChefActors.Core.Znodes;
using ChefActors.Simulation.Histories;
using ChefActors.Simulation.Model;
using ChefActors.ZooKeeper;

namespace ChefActors.Simulation.Planted;

/// <summary>The checkers are checked: each of these faults in a node host must be found within so many seeds.</summary>
public sealed class PlantedBugTests
{
    private const int Seeds = 400;

    [Fact]
    public void A_start_before_the_claims_reply_is_found() => Finds(new HostOptions { StartsAtOnce = true }, "started");

    [Fact]
    public void A_journal_that_is_not_synced_is_found() => Finds(new HostOptions { SyncsNothing = true }, "was started 2 times");

    [Fact]
    public void Emptying_the_slot_without_its_version_is_found() => Finds(
        new HostOptions { Rewrites = operations => [.. operations.Select(o => o is ZnodeOperation.SetData set && set.Path == ZnodeLayout.Node(World.Node) ? set with { Version = -1 } : o)] },
        "was emptied for");

    [Fact]
    public void A_claim_of_a_push_that_does_not_check_the_slot_is_found() => Finds(
        new HostOptions { Rewrites = operations => Point.Of(operations) == "claim" && operations.Count > SlotClaimTransaction.EntryIndex ? [.. operations.Skip(1)] : operations },
        "");

    [Fact]
    public void A_result_that_leaves_the_entry_is_found() => Finds(
        new HostOptions { Rewrites = operations => Point.Of(operations) == "result" ? [.. operations.Where(o => o is not ZnodeOperation.Delete)] : operations },
        "");

    private static void Finds(HostOptions planted, string what)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            if (new History(seed, planted).Run().Any(violation => violation.Contains(what, StringComparison.Ordinal))) return;
        }

        Assert.Fail($"{Seeds} seeds did not find it");
    }
}
