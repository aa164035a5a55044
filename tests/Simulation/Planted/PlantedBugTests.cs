using ChefActors.Core.Delivery;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Journal;
using ChefActors.Simulation.Histories;
using ChefActors.Simulation.Model;
using ChefActors.ZooKeeper;

namespace ChefActors.Simulation.Planted;

/// <summary>The checkers are checked: each of these faults in a node host must be found within the seeds that every run of the tests has.</summary>
public sealed class PlantedBugTests
{
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

    [Fact]
    public void A_node_host_that_forgets_what_it_sent_is_found_when_ZooKeeper_is_restored() => Finds(new HostOptions { ForgetsSent = true }, "was started 2 times");

    [Fact]
    public void A_stop_that_is_not_journaled_before_the_signal_is_found() =>
        Finds(new HostOptions { Omits = typeof(JournalRecord.Stopping) }, "it was stopped by its node host");

    [Fact]
    public void A_reboot_that_is_taken_for_a_failure_is_found() => Finds(Says(result => result.Reason?.Code == ReasonCode.MachineRestarted, ResultState.Failed), "a failure has another code");

    [Fact]
    public void An_unknown_end_that_is_taken_for_a_success_is_found() => Finds(Says(result => result.Reason?.Code == ReasonCode.ExitCodeUnknown, ResultState.Succeeded), "a success is 0");

    [Fact]
    public void An_outcome_that_is_not_journaled_before_it_is_sent_is_found() => Finds(new HostOptions { Omits = typeof(JournalRecord.Outcome) }, "");

    [Fact]
    public void Half_a_record_that_is_left_in_the_middle_of_the_journal_is_found() => Finds(new HostOptions { LeavesBrokenTail = true }, "damaged");

    [Fact]
    public void A_restart_that_is_taken_for_not_done_is_found() => Finds(new HostOptions { IsAlwaysTheSame = true }, "asked the node host to end 2 times");

    [Fact]
    public void A_restart_to_another_version_that_is_taken_for_a_success_is_found() => Finds(Says(result => result.Reason?.Code == ReasonCode.WrongVersion, ResultState.Succeeded), "a success is 0");

    /// <summary>A node host that gives such results another state.</summary>
    private static HostOptions Says(Func<CommandResult, bool> which, ResultState state) => new()
    {
        Rewrites = operations =>
        [
            .. operations.Select(operation => operation is ZnodeOperation.SetData set && Point.ResultOf(set.Data, set.Path) is { } result && which(result)
                ? set with { Data = PayloadCodec.Write(result with { State = state }, PayloadJson.Default.CommandResult) }
                : operation),
        ],
    };

    private static void Finds(HostOptions planted, string what)
    {
        for (var seed = 1; seed <= HistoryTests.Seeds; seed++)
        {
            if (HistoryRunner.Violations(seed, planted).Any(violation => violation.Contains(what, StringComparison.Ordinal))) return;
        }

        Assert.Fail($"{HistoryTests.Seeds} seeds did not find it");
    }
}
