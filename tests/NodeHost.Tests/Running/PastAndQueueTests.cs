using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Facts;
using ChefActors.NodeHost.Journal;
using ChefActors.NodeHost.Running;
using ChefActors.NodeHost.Watching;

namespace ChefActors.NodeHost.Tests.Running;

/// <summary>What waits, in what order, how much of it; what is of the past; which clock decides.</summary>
public sealed class PastAndQueueTests
{
    private static readonly SlotIdentity Last = new(100, 7, 1_000_000);

    [Theory]
    [InlineData(100, 1_000_000, true)]
    [InlineData(99, 999_000, true)]
    [InlineData(101, 1_000_001, false)]
    [InlineData(3, 1_000_001, false)]
    [InlineData(101, 999_999, false)]
    public void A_push_no_later_than_the_last_one_by_zxid_and_time_is_of_the_past(long mzxid, long mtime, bool isPast)
    {
        var machine = new MachineHarness(new JournalState { LastSlot = Last });
        machine.Do(new RunnerInput.SlotRead(Push(mzxid, mtime)));
        if (!isPast) Assert.Equal("Claim Spawn", machine.Names);
        else Assert.Equal(ReasonCode.Replayed, Assert.IsType<RunnerEffect.Refuse>(Assert.Single(machine.Effects)).Result.Reason!.Code);
    }

    [Fact]
    public void The_entry_of_a_push_of_the_past_is_taken_away_and_never_run()
    {
        var machine = new MachineHarness(new JournalState { LastSlot = Last });
        var command = new Command { Id = CommandId.ForSlot(90), Node = "web-1", RunList = ["recipe[a]"], Claim = new Claim("journal-1", 1) };
        machine.Do(new RunnerInput.EntryRead(new EntrySnapshot(command.Id, SlotEntry.Write(command, new SlotIdentity(90, 1, 900_000)), 0, 91)));
        Assert.Equal("DropEntry", machine.Names);
    }

    [Fact]
    public void A_later_attempt_that_the_journal_has_no_word_of_is_not_run_again()
    {
        var machine = new MachineHarness();
        machine.Entry(MachineHarness.Command() with { Claim = new Claim("journal-1", 2) }, 2);
        Assert.Equal(ResultState.Interrupted, Assert.IsType<RunnerEffect.Refuse>(Assert.Single(machine.Effects)).Result.State);
    }

    [Theory]
    [InlineData("Policyfile", "web_fast", null)]
    [InlineData("Policyfile", "-rf", ReasonCode.BadRunList)]
    [InlineData("Policyfile", null, ReasonCode.BadRunList)]
    [InlineData("RunList", "web_fast", ReasonCode.PolicyfileMode)]
    [InlineData("Unknown", "web_fast", ReasonCode.PolicyfileMode)]
    public void A_named_run_list_is_for_a_node_that_is_known_to_have_a_Policyfile(string mode, string? name, string? refused)
    {
        var machine = new MachineHarness();
        machine.Do(new RunnerInput.ChefModeLearned(Enum.Parse<ChefMode>(mode)));
        machine.Entry(MachineHarness.Command() with { Mode = RunMode.Named, NamedRunList = name, RunList = [] });
        if (refused is null) Assert.Equal("Claim Spawn", machine.Names);
        else Assert.Equal(refused, Assert.IsType<RunnerEffect.Refuse>(Assert.Single(machine.Effects)).Result.Reason!.Code);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(0)]
    [InlineData(3600)]
    public void Whatever_the_nodes_clock_says_only_ZooKeepers_decides_whether_a_command_is_too_late(int skewSeconds)
    {
        // The harness's node clock is an hour after the epoch; ZooKeeper's time is that of the claim.
        foreach (var (margin, expires) in new[] { (-1, true), (1, false) })
        {
            var machine = new MachineHarness();
            var server = DateTimeOffset.UnixEpoch + machine.Now - TimeSpan.FromSeconds(skewSeconds);
            machine.Entry(MachineHarness.Command() with { AcceptBy = server.AddSeconds(margin) });
            machine.Spawned();
            machine.Synced();
            _ = machine.Effects;
            machine.Do(new RunnerInput.ClaimAnswered("R1", 1, new ClaimAnswer.Granted(1, server, machine.Now)));
            Assert.Equal(expires ? "Dismiss Append.Dropped" : "Release Await", machine.Names);
        }
    }

    [Fact]
    public void A_thousand_commands_and_pushes_at_once_run_one_after_the_other_in_their_order_and_the_newest_push_alone()
    {
        var machine = new MachineHarness(with: context => context with { QueueLimit = 2000 });
        machine.Running();
        for (var n = 1000; n > 0; n--) Enter(machine, $"C{n:0000}", 10 + n);
        foreach (var mzxid in new[] { 200, 500 }) machine.Do(new RunnerInput.SlotRead(Push(mzxid, mzxid)));
        _ = machine.Effects;
        var expected = Enumerable.Range(1, 1000).Select(n => (Id: $"C{n:0000}", Order: (long)n + 10)).Append((CommandId.ForSlot(500), 500)).OrderBy(c => c.Item2).ThenBy(c => c.Item1, StringComparer.Ordinal).Select(c => c.Item1).ToList();
        var ran = new List<string>();
        for (var id = "R1"; ;)
        {
            machine.Ended("0", id);
            machine.Synced();
            machine.Do(new RunnerInput.Reported(id));
            if (machine.State.Active is not { } next) break;
            ran.Add(id = next.Id);
            machine.Spawned(id);
            machine.Synced();
            machine.Granted(id);
        }

        Assert.Equal(expected, ran);
        Assert.Equal(0, machine.State.Queue.Count);
    }

    [Fact]
    public void One_too_many_is_refused_and_so_is_one_too_large_and_the_rest_waits()
    {
        var machine = new MachineHarness(with: context => context with { QueueLimit = 3, QueueBytes = 5_000 }).Running();
        for (var n = 1; n <= 4; n++) Enter(machine, $"C{n}", n);
        Assert.Contains("queue.limit", Refusal(machine, "C4"), StringComparison.Ordinal);
        machine.Do(new RunnerInput.EntryGone("C3"));
        Enter(machine, "C5", 5, new string('x', 5_000));
        Assert.Contains("queue.size", Refusal(machine, "C5"), StringComparison.Ordinal);
        Assert.Equal(["C1", "C2"], machine.State.Queue.All.Select(item => item.Id));
        Assert.Equal(machine.State.Queue.All.Sum(item => item.Entry.Length), machine.State.Queue.Bytes);
    }

    [Fact]
    public void One_that_is_withdrawn_while_it_waits_never_runs_and_one_that_expires_there_is_answered_at_its_turn()
    {
        var machine = new MachineHarness().Running();
        Enter(machine, "C1", 1);
        Enter(machine, "C2", 2);
        machine.Do(new RunnerInput.EntryGone("C1"));
        machine.Ended("0");
        machine.Synced();
        machine.Do(new RunnerInput.Reported("R1"));
        Assert.Equal("C2", machine.State.Active!.Id);
        machine.Spawned("C2");
        machine.Synced();
        machine.Do(new RunnerInput.ClaimAnswered("C2", 1, new ClaimAnswer.Granted(1, DateTimeOffset.UnixEpoch.AddDays(2), machine.Now)));
        machine.Synced();
        Assert.Equal(ResultState.Expired, machine.Effects.OfType<RunnerEffect.Refuse>().Single().Result.State);
        Assert.Null(machine.State.Active);
    }

    [Fact]
    public void Any_order_of_comings_and_goings_leaves_the_queue_as_a_sorted_list_would_have_it()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var (random, queue, model) = (new Random(seed), new RunQueue(1000), new Dictionary<string, QueuedCommand>(StringComparer.Ordinal));
            for (var i = 0; i < 60; i++)
            {
                var id = $"C{random.Next(12)}";
                if (random.Next(3) == 0)
                {
                    (queue, _) = (queue.Without(id), model.Remove(id));
                    continue;
                }

                var item = new QueuedCommand(MachineHarness.Command(id), new byte[random.Next(50)], 0, null, random.Next(6), DateTimeOffset.UnixEpoch);
                (queue, model[id]) = (queue.With(item), item);
            }

            var sorted = model.Values.OrderBy(item => item.Order).ThenBy(item => item.Id, StringComparer.Ordinal).ToList();
            Assert.Equal(sorted.Select(item => (item.Id, item.Order)), queue.All.Select(item => (item.Id, item.Order)));
            Assert.Equal((sorted.Count, sorted.Sum(item => (long)item.Entry.Length), sorted.FirstOrDefault()), (queue.Count, queue.Bytes, queue.Head));
            Assert.All(model, known => Assert.Same(known.Value, queue.Find(known.Key)));
        }
    }

    private static SlotSnapshot Push(long mzxid, long mtime) => new("""{"run_list":["recipe[a]"]}"""u8.ToArray(), new SlotIdentity(mzxid, 3, mtime));

    private static void Enter(MachineHarness machine, string id, long czxid, string? by = null) =>
        machine.Do(new RunnerInput.EntryRead(new EntrySnapshot(id, PayloadCodec.Write(MachineHarness.Command(id) with { IssuedBy = by }, PayloadJson.Default.Command), 0, czxid)));

    private static string Refusal(MachineHarness machine, string id) => machine.Effects.OfType<RunnerEffect.Refuse>().Single(refuse => refuse.Id == id).Result.Reason!.Text;
}
