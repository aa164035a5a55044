using ChefActors.Core.Znodes;
using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Simulation.Fleet;

/// <summary>The checkers are checked: each of these faults, in all controllers or all node hosts of a fleet, must be found within the seeds of every run.</summary>
[Trait(Suite.Key, Suite.Long)]
public sealed class FleetPlantedTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private static readonly string[] Looks = ["OwnerFired", "ListFired", "LookAgain", "TimerMsg"];

    [Fact]
    public void An_owner_that_writes_at_any_version_of_the_state_is_found_when_it_goes_on_after_a_freeze() => Finds(
        new FleetOptions { ControllerRewrites = All(operation => IsState(operation) ? Unfenced(operation) : operation) }, "owns it");

    [Fact]
    public void A_dispatch_at_any_version_of_the_words_is_found() => Finds(
        new FleetOptions { ControllerRewrites = All(operation => operation is ZnodeOperation.Check check && operation.Path == ZnodeLayout.Control(FleetSchedule.Id) ? check with { Version = -1 } : operation) },
        "a dispatch after a word");

    [Fact]
    public void A_withdrawal_that_takes_claimed_entries_too_is_found() => Finds(
        new FleetOptions { ControllerRewrites = All(operation => operation is ZnodeOperation.Delete delete && IsEntry(operation) ? delete with { Version = -1 } : operation) },
        "and was started");

    [Fact]
    public void A_rollout_whose_owner_outlives_its_controller_is_found() => Finds(
        new FleetOptions { ControllerRewrites = All(operation => operation is ZnodeOperation.Create create && operation.Path == ZnodeLayout.Owner(FleetSchedule.Id) ? create with { Mode = CreateMode.Persistent } : operation) },
        "no end");

    [Fact]
    public void A_daemon_that_looks_once_and_not_again_is_found() => Finds(
        new FleetOptions { ControllerLoses = (to, message) => to.Path.Name.StartsWith("unowned", StringComparison.Ordinal) && Looks.Contains(message.GetType().Name, StringComparer.Ordinal) },
        "no end");

    [Fact]
    public void A_start_whose_claim_changes_nothing_is_found() => Finds(
        new FleetOptions { HostRewrites = All(operation => operation is ZnodeOperation.SetData set && IsEntry(operation) ? new ZnodeOperation.Check(set.Path, set.Version) : operation) },
        "was started without a claim");

    [Fact]
    public void A_start_before_the_claims_reply_is_found() => Finds(new FleetOptions { StartsAtOnce = true }, "started");

    [Fact]
    public void A_result_that_leaves_the_entry_is_found() => Finds(
        new FleetOptions { HostRewrites = operations => [.. operations.Where(operation => !(operation is ZnodeOperation.Delete && IsEntry(operation)))] }, "");

    private static Func<IReadOnlyList<ZnodeOperation>, IReadOnlyList<ZnodeOperation>> All(Func<ZnodeOperation, ZnodeOperation> change) => operations => [.. operations.Select(change)];

    private static bool IsState(ZnodeOperation operation) => operation.Path == ZnodeLayout.State(FleetSchedule.Id);

    private static bool IsEntry(ZnodeOperation operation) => operation.Path.EndsWith("/inbox/" + FleetSchedule.Id, StringComparison.Ordinal);

    private static ZnodeOperation Unfenced(ZnodeOperation operation) => operation switch
    {
        ZnodeOperation.Check check => check with { Version = -1 },
        ZnodeOperation.SetData set => set with { Version = -1 },
        _ => operation,
    };

    private void Finds(FleetOptions planted, string what)
    {
        var found = FleetRunner.Find(FleetTests.Seeds, planted, violation => violation.Contains(what, StringComparison.Ordinal));
        Assert.True(found is not null, $"{FleetTests.Seeds} seeds did not find it");
        output.WriteLine($"seed {found!.Value.Seed}: {found.Value.Violations[0]}");
    }
}
