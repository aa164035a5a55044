using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.ChefClient.Stopping;

namespace ChefActors.NodeHost.Tests.ChefClient.Stopping;

/// <summary>Forced stops against processes in memory that fight back.</summary>
public sealed class ForcePlanTests
{
    private readonly Dictionary<ProcessIdentity, Fighter> _alive = [];
    private int _lastPid = 100;

    [Fact]
    public void Everyone_is_frozen_before_anyone_is_killed()
    {
        var (first, second) = (Start(Nothing), Start(Nothing));
        var plan = new ForcePlan();
        var step = plan.Next(Alive());
        Assert.Equal([(first, ChefSignal.Freeze), (second, ChefSignal.Freeze)], step.Signals);
        Assert.Equal(ForceNext.AtOnce, step.Next);

        // One more came between the look and the signals.
        var third = Start(Nothing);
        step = step.After.Next(Alive());
        Assert.Equal([(third, ChefSignal.Freeze)], step.Signals);
        step = step.After.Next(Alive());
        Assert.Equal([(first, ChefSignal.Kill), (second, ChefSignal.Kill), (third, ChefSignal.Kill)], step.Signals);
        Assert.Equal(ForceNext.AfterPause, step.Next);
        _alive.Clear();
        step = step.After.Next(Alive());
        Assert.Equal(ForceNext.AfterPause, step.Next);
        Assert.Equal(ForceNext.Done, step.After.Next(Alive()).Next);
    }

    [Fact]
    public void One_that_a_look_missed_is_met_by_the_next()
    {
        Start(Nothing);
        var step = new ForcePlan().Next(Alive());
        step = step.After.Next([]);
        Assert.Equal(ForceNext.AfterPause, step.Next);
        step = step.After.Next(Alive());
        Assert.Equal(ForceNext.AfterPause, step.Next);
        Assert.Equal(ChefSignal.Kill, Assert.Single(step.Signals).Signal);
        step = step.After.Next([]);
        Assert.Equal(ForceNext.AfterPause, step.Next);
        Assert.Equal(ForceNext.Done, step.After.Next([]).Next);
    }

    [Fact]
    public void Those_that_start_one_another_again_whenever_one_is_killed_are_ended()
    {
        // Unless it is stopped itself, each starts a new one in the moment that another dies.
        for (var i = 0; i < 10; i++) Start(StartsAgain);
        Assert.Equal(ForceNext.Done, Run().Next);
        Assert.Empty(_alive);
        Assert.Equal(110, _lastPid);
    }

    [Fact]
    public void One_that_no_signal_reaches_is_given_up_within_the_bound_and_is_known()
    {
        var stuck = Start(Nothing, isStuck: true);
        Start(Nothing);
        var last = Run();
        Assert.Equal((ForceNext.GivenUp, ForcePlan.Rounds + 1), (last.Next, last.After.Round));
        Assert.Equal([stuck], _alive.Keys);
        Assert.True(last.After.Known.ContainsKey(stuck));
    }

    /// <summary>Ends as soon as it has started the next: it is never there when the signal comes. Said, not ended.</summary>
    [Fact]
    public void A_chain_of_forks_that_is_always_one_ahead_ends_the_stop_within_the_bound()
    {
        Start(Runs);
        var last = Run();
        Assert.Equal(ForceNext.GivenUp, last.Next);
        Assert.Single(_alive);

        void Runs(ProcessIdentity self)
        {
            _alive.Remove(self);
            Start(Runs);
        }
    }

    [Fact]
    public void Nobody_in_the_table_and_somebody_in_the_cgroup_is_not_the_end()
    {
        var step = new ForcePlan().Next([], othersBegan: true);
        Assert.Equal(ForceNext.AtOnce, step.Next);
        Assert.Equal(ForceNext.Done, step.After.Next([]).Next);
        for (var i = 0; step.Next == ForceNext.AtOnce; i++)
        {
            Assert.InRange(i, 0, ForcePlan.Rounds);
            step = step.After.Next([], othersBegan: true);
        }

        Assert.Equal(ForceNext.GivenUp, step.Next);
    }

    private ForcePlan.Step Run()
    {
        var step = new ForcePlan.Step(new ForcePlan(), [], ForceNext.AtOnce);
        while (step.Next is ForceNext.AtOnce or ForceNext.AfterPause)
        {
            step = step.After.Next(Alive());
            foreach (var (process, signal) in step.Signals) Signal(process, signal);
        }

        return step;
    }

    private void Signal(ProcessIdentity process, ChefSignal signal)
    {
        // Whoever is not stopped does something before each signal arrives.
        foreach (var other in _alive.Where(other => !other.Value.IsFrozen && other.Value.Runs).Select(other => other.Key).ToList()) _alive[other].Acts(other);
        if (!_alive.TryGetValue(process, out var target) || target.IsStuck) return;
        if (signal == ChefSignal.Freeze) target.IsFrozen = true;
        if (signal != ChefSignal.Kill) return;
        _alive.Remove(process);
        foreach (var (other, fighter) in _alive.Where(other => !other.Value.IsFrozen).ToList()) fighter.AtADeath(other);
    }

    private ProcessIdentity Start(Action<ProcessIdentity> acts, bool isStuck = false)
    {
        var process = new ProcessIdentity(++_lastPid, _lastPid);
        _alive[process] = new Fighter(acts, acts.Method.Name.Contains("Runs", StringComparison.Ordinal), isStuck);
        return process;
    }

    private static void Nothing(ProcessIdentity self)
    {
    }

    private void StartsAgain(ProcessIdentity self) => Start(StartsAgain);

    private IReadOnlyList<Survivor> Alive() =>
        [.. _alive.Keys.Select(process => new Survivor(new ProcessEntry { Pid = process.Pid, StartTime = process.StartTime }, SurvivorEvidence.Descent, true))];

    private sealed class Fighter(Action<ProcessIdentity> acts, bool runs, bool isStuck)
    {
        public bool IsFrozen { get; set; }

        public bool IsStuck => isStuck;

        /// <summary>It acts all the time, not only when another one dies.</summary>
        public bool Runs => runs;

        public void Acts(ProcessIdentity self) => acts(self);

        public void AtADeath(ProcessIdentity self)
        {
            if (!runs) acts(self);
        }
    }
}
