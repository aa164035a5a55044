using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.ChefClient.Stopping;

namespace ChefActors.NodeHost.Tests.ChefClient.Stopping;

/// <summary>Whom a forced stop takes, and above all whom it does not.</summary>
public sealed class SurvivorsTests
{
    private const int Host = 50;
    private static readonly ProcessIdentity Wrapper = new(100, 1000);

    /// <summary>init, a service manager, the node host below it, kernel threads, and a run: wrapper and chef-client.</summary>
    private readonly List<ProcessEntry> _table =
    [
        Process(1, 0, 0, start: 0),
        Process(2, 0, 0, start: 0),
        Process(40, 1, 40, start: 10),
        Process(Host, 40, Host, start: 20),
        Process(51, Host, Host, start: 2000),
        Process(60, 2, 0, start: 2000),
        Process(100, Host, 100, start: 1000),
        Process(101, 100, 100, start: 1001),
    ];

    private readonly Dictionary<int, RunMark> _marks = [];

    [Fact]
    public void The_group_and_all_descendants_in_whatever_session_are_taken()
    {
        Add(Process(110, 101, 110, start: 1100), Process(111, 110, 110, start: 1101), Process(112, 111, 112, start: 1102));
        Assert.Equal([100, 101, 110, 111, 112], Taken());
    }

    [Fact]
    public void A_zombie_leader_still_names_its_group()
    {
        _table[6] = _table[6] with { State = 'Z' };
        Assert.Equal([101], Taken());
    }

    [Fact]
    public void A_group_whose_number_a_stranger_got_is_left_alone()
    {
        _table[6] = Process(100, 1, 100, start: 1500);
        _table[7] = Process(101, 100, 100, start: 1501);
        Assert.Empty(Taken());
        _table.RemoveAt(6);
        Assert.Empty(Taken());
        _marks[101] = RunMark.This;
        Assert.Equal([101], Taken());
    }

    [Fact]
    public void Others_of_a_session_that_the_run_began_are_taken_though_they_bear_nothing()
    {
        Add(Process(110, 101, 110, start: 1100), Process(111, 1, 110, start: 1101));
        Assert.Equal([100, 101, 110, 111], Taken());
    }

    [Fact]
    public void An_orphan_with_the_marker_is_taken_and_its_children_with_it()
    {
        Add(Process(120, 1, 120, start: 1100), Process(121, 120, 121, start: 1101));
        Assert.Equal([100, 101], Taken());
        _marks[120] = RunMark.This;
        Assert.Equal([100, 101, 120, 121], Taken());
    }

    /// <summary>Somebody looked at the environment of a run and copied it into a shell.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_shell_of_an_operator_that_bears_the_marker_is_left_alone(bool hasTerminal)
    {
        Add(Process(200, 1, 200, start: 500), Process(201, 200, 201, start: 1100) with { HasTerminal = hasTerminal }, Process(202, 201, 201, start: 1101));
        (_marks[201], _marks[202]) = (RunMark.This, RunMark.This);
        Assert.Equal([100, 101], Taken());
    }

    [Fact]
    public void A_detached_process_with_a_terminal_is_not_taken_by_the_marker_alone_nor_is_a_session_that_it_sits_in()
    {
        Add(Process(201, 1, 200, start: 1100) with { HasTerminal = true }, Process(202, 1, 200, start: 1101), Process(203, 1, 200, start: 1102));
        (_marks[201], _marks[202]) = (RunMark.This, RunMark.This);
        Assert.Equal([100, 101, 202], Taken());
    }

    [Fact]
    public void The_node_host_started_from_a_shell_does_not_make_that_shell_a_reaper()
    {
        _table[2] = _table[2] with { HasTerminal = true };
        Add(Process(201, 40, 201, start: 1100));
        _marks[201] = RunMark.This;
        Assert.Equal([100, 101], Taken());

        // A service manager that reaps orphans has no terminal.
        _table[2] = _table[2] with { HasTerminal = false };
        Assert.Equal([100, 101, 201], Taken());
    }

    [Fact]
    public void Nothing_older_than_the_wrapper_is_taken_whatever_it_bears()
    {
        Add(Process(120, 1, 120, start: 999));
        _marks[120] = RunMark.This;
        Assert.Equal([100, 101], Taken(traces => traces with { InCgroup = new HashSet<int> { 120 } }));
    }

    [Fact]
    public void Neither_the_node_host_nor_what_runs_in_its_session_is_taken_even_from_the_runs_cgroup()
    {
        Add(Process(130, 1, 130, start: 1100));
        Assert.Equal([100, 101, 130], Taken(traces => traces with { InCgroup = new HashSet<int> { 40, Host, 51, 100, 101, 130 } }));
    }

    /// <summary>A recipe restarted the agent by hand: the new one is a descendant of the run that it adopts.</summary>
    [Fact]
    public void A_node_host_that_the_run_itself_started_does_not_end_itself_nor_what_it_starts()
    {
        Add(Process(140, 101, 140, start: 1100), Process(141, 140, 141, start: 1101), Process(142, 141, 142, start: 1200));
        _marks[141] = RunMark.This;
        Assert.Equal([100, 101, 140], Taken(traces => traces with { Host = 141 }));

        // What started it is gone; it bears the marker itself and does not pass it on.
        _table.RemoveRange(6, 3);
        Assert.Empty(Taken(traces => traces with { Host = 141 }));
    }

    [Fact]
    public void As_the_reaper_orphans_without_marker_are_taken_while_no_earlier_run_left_anybody()
    {
        Add(Process(150, Host, 150, start: 1100), Process(151, 150, 151, start: 1101));
        Assert.Equal([100, 101], Taken());
        Assert.Equal([100, 101, 150, 151], Taken(Adopting));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void With_leftovers_of_an_earlier_run_alive_only_orphans_with_the_marker_are_taken_and_the_others_are_named(bool isYounger)
    {
        Add(Process(90, Host, 90, start: isYounger ? 1090 : 900), Process(150, Host, 150, start: 1100), Process(151, Host, 151, start: 1101));
        (_marks[151], _marks[90]) = (RunMark.This, isYounger ? RunMark.Other : RunMark.None);
        Assert.Equal([100, 101, 151], Taken(Adopting));
        Assert.Equal([150], Look(Adopting).Spared.Select(process => process.Pid));
    }

    [Fact]
    public void With_a_leftover_of_an_earlier_run_that_ended_meanwhile_too()
    {
        Add(Process(150, Host, 150, start: 1100));
        Assert.Equal([100, 101], Taken(traces => Adopting(traces) with { EarlierLeftoverEnded = true }));
    }

    [Fact]
    public void Who_was_found_once_stays_found_when_the_parents_are_gone()
    {
        Add(Process(110, 101, 110, start: 1100));
        var known = Look().ToEnd.ToDictionary(survivor => survivor.Process.Identity);
        _table.RemoveRange(6, 3);
        Add(Process(110, 1, 110, start: 1100), Process(111, 110, 110, start: 1150));
        Assert.Equal([110, 111], Taken(traces => traces with { Known = known }));

        // The same pid, another process.
        _table[6] = _table[6] with { StartTime = 1160 };
        Assert.Empty(Taken(traces => traces with { Known = known }));
    }

    private static RunTraces Adopting(RunTraces traces) => traces with { AdoptsOrphans = true };

    private void Add(params ProcessEntry[] processes) => _table.AddRange(processes);

    private IEnumerable<int> Taken(Func<RunTraces, RunTraces>? with = null) => Look(with).ToEnd.Select(survivor => survivor.Process.Pid);

    private (IReadOnlyList<Survivor> ToEnd, IReadOnlyList<ProcessEntry> Spared) Look(Func<RunTraces, RunTraces>? with = null)
    {
        var traces = new RunTraces { Leader = Wrapper, Host = Host, Marks = _marks };
        return Survivors.Of(_table.ToDictionary(process => process.Pid), with?.Invoke(traces) ?? traces);
    }

    private static ProcessEntry Process(int pid, int parent, int session, long start) => new() { Pid = pid, Parent = parent, Group = session, Session = session, StartTime = start };
}
