using System.Security.Cryptography;
using System.Text;
using ChefActors.Controller.Planning.Plans;
using ChefActors.Core.Commands;
using ChefActors.Core.Events;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Tests.Planning.Plans;

public sealed class PlanReaderTests
{
    public static TheoryData<string> Examples => [.. PlanSamples.Examples.Select(e => Path.GetFileName(e))];

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_examples_hold_and_their_hash_is_that_of_the_file(string name)
    {
        var bytes = File.ReadAllBytes(PlanSamples.Example(name));
        var plan = Assert.IsType<PlanReading.Holds>(PlanReader.Read(bytes, null)).Plan;
        Assert.Equal(Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant(), plan.Hash);
    }

    [Fact]
    public void Every_key_is_read()
    {
        var plan = PlanSamples.Plan(File.ReadAllText(PlanSamples.Example("everything.yaml")));
        var command = plan.Command;
        Assert.Equal("nginx, carefully", plan.Name);
        Assert.Equal((CommandKind.Converge, RunMode.Override, true, InterruptPolicy.Rerun), (command.Kind, command.Mode, command.WhyRun, command.OnInterrupt));
        Assert.Equal(["recipe[nginx::reload@2.1.0]", "role[edge]"], command.RunList);
        Assert.Equal("""{"nginx":{"workers":8,"gzip":true,"note":"1.20"}}""", command.Attributes!.Value.GetRawText());
        Assert.Equal((1800, 3600, 1200, 2), (command.AcceptWithinS, command.RunTimeoutS, command.LockWaitS, command.Attempts));
        Assert.Equal(["canary", "tenth", "wave-3"], plan.Waves.Select(w => w.Name));
        Assert.Equal(["2", "10%", "rest"], plan.Waves.Select(w => w.Nodes.ToString()));
        Assert.Equal(["1", "25%", "100"], plan.Waves.Select(w => w.Parallel.ToString()));
        Assert.Equal([(1800, false, 28800), (3600, true, 172800), (0, false, 28800)], plan.Waves.Select(w => (w.SoakS, w.Approve, w.ApproveWithinS)));
        Assert.Equal(new WaveOrder.Shuffle(20260301), plan.Order);
        Assert.Equal(
            new PlannedHalt { WaveFailures = new Amount(2, false), Failures = new Amount(5, true), Consecutive = 3, Offline = new Amount(10, false), Events = new EventRule(EventSeverity.High, EventScope.Targets), UpdatedTimes = 3 },
            plan.Halt);
        Assert.Equal((HaltAction.Interrupt, OfflinePolicy.Wait, 7200, 300, 900), (plan.OnHalt, plan.Offline, plan.OfflineWaitS, plan.GraceS, plan.RebootVerifyS));
        Assert.Equal(new PacePlan(300, "chef1.example.com"), plan.Pace);
        Assert.Equal(("recipe[nginx::previous]", true), (Assert.Single(plan.Rollback!.RunList), plan.Rollback.OnHalt));
        Assert.Equal("https://hooks.example.com/rollouts", plan.Notify!.Url);
        Assert.Equal(["halted", "ended"], plan.Notify.On);
    }

    [Fact]
    public void What_is_left_out_is_as_the_contract_has_it()
    {
        var plan = PlanSamples.Waves("[{nodes: rest}]");
        Assert.Equal((600, 1800, 600, 1), (plan.Command.AcceptWithinS, plan.Command.RunTimeoutS, plan.Command.LockWaitS, plan.Command.Attempts));
        Assert.Equal((120, OfflinePolicy.Skip, HaltAction.Drain), (plan.GraceS, plan.Offline, plan.OnHalt));
        Assert.Equal(new WaveOrder.Spread("location"), plan.Order);
        Assert.Equal(("10%", "10%", "20%"), (plan.Halt.WaveFailures!.ToString(), plan.Halt.Failures!.ToString(), plan.Halt.Offline!.ToString()));
        Assert.Equal((null, null, null), (plan.Halt.Consecutive, plan.Halt.Events, plan.Halt.UpdatedTimes));
        var wave = Assert.Single(plan.Waves);
        Assert.Equal(("wave-1", "50", 0, false, 28800), (wave.Name, wave.Parallel.ToString(), wave.SoakS, wave.Approve, wave.ApproveWithinS));
        Assert.Equal((null, null, null, null), (plan.RebootVerifyS, plan.Pace, plan.Rollback, plan.Notify));
    }

    [Fact]
    public void None_switches_a_rule_off()
    {
        var halt = PlanSamples.Waves("[{nodes: rest}]", "halt: {wave: {failures: none}, total: {failures: none, consecutive: none, offline: none}, events: none, anomaly: none}\npace: none\nrollback: none\nnotify: none").Halt;
        Assert.Equal((null, null, null), (halt.WaveFailures, halt.Failures, halt.Offline));
    }

    [Fact]
    public void A_restart_and_a_query_are_commands_of_their_own_kinds()
    {
        var restart = PlanSamples.Plan(File.ReadAllText(PlanSamples.Example("restart.yaml"))).Command;
        Assert.Equal((CommandKind.Restart, "0.2.0"), (restart.Kind, restart.Restart?.ExpectVersion));
        var query = PlanSamples.Plan(File.ReadAllText(PlanSamples.Example("query.yaml"))).Command;
        Assert.Equal((CommandKind.Query, """{"what":"logs","limit":10}"""), (query.Kind, query.Query!.Value.GetRawText()));
    }

    [Theory]
    [InlineData("1.0", "1.0")]
    [InlineData("-1e3", "-1e3")]
    [InlineData("'1'", "\"1\"")]
    [InlineData("010", "\"010\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("True", "true")]
    [InlineData("~", "null")]
    [InlineData("[1, [a, {b: c}]]", """[1,["a",{"b":"c"}]]""")]
    public void Attributes_mean_what_they_mean_in_JSON(string yaml, string json) =>
        Assert.Equal($$"""{"a":{{json}}}""", PlanSamples.Plan($"command: {{run_list: [x], attributes: {{a: {yaml}}}}}\ntarget: w\nwaves: [{{nodes: rest}}]").Command.Attributes!.Value.GetRawText());

    [Fact]
    public void A_file_that_is_too_large_is_not_read() =>
        Assert.Contains(Faulty(new byte[PlanYaml.BytesAtMost + 1]).Faults, f => f.Allowed == "at most 262144 bytes");

    [Fact]
    public void Bytes_that_are_no_text_are_refused() => Assert.Equal("bytes that are no UTF-8", Assert.Single(Faulty([0x6e, 0xff]).Faults).Found);

    [Fact]
    public void An_empty_file_says_so() => Assert.Equal("an empty file", Assert.Single(Faulty([]).Faults).Found);

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("&a [")]
    public void A_file_of_nothing_but_nesting_is_one_fault_and_is_not_read_to_its_end(string level) =>
        Assert.Equal("no YAML: more than 20 levels", Faulty(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(level, PlanYaml.BytesAtMost / level.Length)))).Faults[^1].Found);

    [Fact]
    public void More_faults_than_anybody_reads_are_counted()
    {
        var faulty = Faulty(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 200).Select(n => $"unknown-{n}: 1"))));
        Assert.Equal((PlanFaults.KeptAtMost, 203), (faulty.Faults.Count, faulty.Faults.Count + faulty.More));
    }

    private static PlanReading.Faulty Faulty(byte[] file) => Assert.IsType<PlanReading.Faulty>(PlanReader.Read(file, null));
}
