using System.Diagnostics;
using ChefActors.Core.Results;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests.Fleet.Large;

/// <summary>
/// What is done to a large fleet while a rollout goes over it: kills and frosts of node hosts, of controllers, of the leading server. When and to whom is a seed's; a moment is a number
/// of dispatched nodes, so a slow machine meets the same faults.
/// </summary>
internal sealed class FleetFaults
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(3);

    /// <summary>More than a session of 4 s lives.</summary>
    private static readonly TimeSpan BeyondTheSession = TimeSpan.FromSeconds(5);

    private readonly LargeFleet _fleet;
    private readonly RolloutObserver _rollout;
    private readonly Action<string> _say;
    private readonly List<(int At, string What, Func<Task> Do)> _plan = [];
    private readonly List<Task> _aside = [];

    /// <param name="fleet">To whom.</param>
    /// <param name="rollout">When.</param>
    /// <param name="seed">Of moments, nodes and durations.</param>
    /// <param name="say">Told of each.</param>
    public FleetFaults(LargeFleet fleet, RolloutObserver rollout, int seed, Action<string> say)
    {
        (_fleet, _rollout, _say) = (fleet, rollout, say);
        var chance = new Random(seed);
        var nodes = fleet.Scripts.Where(script => script.IsProcess && script.Ends is (ResultState.Succeeded or ResultState.Failed)).ToList();

        // Owners first: a successor counts a node's grace from its own first look.
        Add(chance, 5, 60, "the owner is killed", KillOwner);
        Add(chance, 5, 60, "the owner is frozen", FreezeOwner);
        Add(chance, 20, 90, "the leader is frozen", FreezeLeader);
        Add(chance, 101, 150, "the leader is killed", KillLeader);
        Add(chance, 5, 90, "the process of the many is killed", KillHost);
        Add(chance, 101, 170, "the process of the many is frozen", FreezeHost);
        for (var i = 0; i < 6; i++)
        {
            var (killed, frozen, frost) = (nodes[chance.Next(nodes.Count)], nodes[chance.Next(nodes.Count)], TimeSpan.FromSeconds(0.5 + (chance.NextDouble() * 6)));
            Add(chance, 2, 175, $"{killed.Name} is killed", () => Aside(() => KillNode(killed)));
            if (i % 2 == 0) Add(chance, 2, 175, $"{frozen.Name} is frozen for {frost.TotalSeconds:0.0} s", () => Aside(() => Freeze(frozen, frost)));
        }

        _plan.Sort((a, b) => a.At.CompareTo(b.At));
    }

    /// <summary>Does all of it.</summary>
    public async Task Run()
    {
        foreach (var (at, what, fault) in _plan)
        {
            await Eventually.BecomesTrue(() => _rollout.Dispatched >= at || _rollout.HasEnded, $"{at} dispatched nodes; {_rollout.Where}", Long);
            Assert.False(_rollout.HasEnded, $"the rollout ended before this: {what}");
            _say($"{what}, at {_rollout.Dispatched} dispatched, planned for {at}");
            await fault();
        }

        await Task.WhenAll(_aside);
    }

    /// <summary>A node host is killed in the midst of its run, and its wrapper and chef-client with it: nobody is left who knows the outcome.</summary>
    public async Task KillWithItsRun(NodeScript script)
    {
        await Started(script);
        _say($"{script.Name} is killed with its run");
        _fleet.HostOf(script).Kill();
        _fleet.Node(script).KillRun();
    }

    /// <summary>A node host is killed in the midst of its run and stays dead; its chef-client goes on.</summary>
    public async Task Lose(NodeScript script)
    {
        await Started(script);
        _say($"{script.Name} is killed for good");
        _fleet.HostOf(script).IsGivenUp = true;
        _fleet.HostOf(script).Kill();
    }

    private Task Started(NodeScript script) => Eventually.BecomesTrue(() => _fleet.StartsOf(script).Starts > 0, $"the run of {script.Name}; {_rollout.Where}", Long);

    private void Add(Random chance, int from, int to, string what, Func<Task> fault) => _plan.Add((chance.Next(from, to), what, fault));

    private Task Aside(Func<Task> fault)
    {
        _aside.Add(fault());
        return Task.CompletedTask;
    }

    private async Task KillOwner()
    {
        var (owner, epoch) = await Owner();
        owner.Kill();
        await Taken(epoch);
    }

    /// <summary>Frozen until another has taken over; what it does when it wakes changes nothing.</summary>
    private async Task FreezeOwner()
    {
        var (owner, epoch) = await Owner();
        if (owner.Pid is { } pid) _rollout.Lost(pid, "frozen");
        owner.Freeze();
        try
        {
            await Taken(epoch);
        }
        finally
        {
            owner.Thaw();
            owner.IsBack();
        }
    }

    private async Task KillLeader()
    {
        var leader = await _fleet.Ensemble.Leader();
        await _fleet.Ensemble.Kill(leader);
        await _fleet.Ensemble.Leader(Long);
        await _fleet.Ensemble.Restart(leader);
    }

    /// <summary>Frozen until another leads; it wakes as one that leads no more.</summary>
    private async Task FreezeLeader()
    {
        var leader = await _fleet.Ensemble.Leader();
        _fleet.Ensemble.Freeze(leader);
        try
        {
            await _fleet.Ensemble.Leader(Long);
        }
        finally
        {
            _fleet.Ensemble.Thaw(leader);
        }
    }

    /// <summary>All at once; the next life takes up what each of them did.</summary>
    private async Task KillHost()
    {
        await Eventually.BecomesTrue(() => _fleet.Host.Pid is not null, "a life of the many", Long);
        var lives = _fleet.Host.Lives;
        _fleet.Host.Kill();
        await Eventually.BecomesTrue(() => _fleet.Host.Lives > lives, "the next life of the many", Long);
    }

    /// <summary>Longer than all of their sessions live.</summary>
    private async Task FreezeHost()
    {
        _fleet.Host.Freeze();
        await Task.Delay(BeyondTheSession);
        _fleet.Host.Thaw();
        var one = _fleet.Scripts.First(script => !script.IsProcess);
        await Eventually.BecomesTrue(() => _fleet.IsAlive(one), $"{one.Name} registers again", Long);
        _fleet.Host.IsBack();
    }

    private async Task KillNode(NodeScript script)
    {
        // It may be about to start again after another death.
        await Eventually.BecomesTrue(() => _fleet.HostOf(script).Pid is not null, $"a life of {script.Name}", Long);
        _fleet.HostOf(script).Kill();
    }

    private async Task Freeze(NodeScript script, TimeSpan time)
    {
        var host = _fleet.HostOf(script);
        if (!host.Freeze()) return;
        var began = Stopwatch.GetTimestamp();
        await Task.Delay(time);
        host.Thaw();
        await Eventually.BecomesTrue(() => _fleet.IsAlive(script), $"{script.Name} registers again, {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s after it was frozen", Long);
        host.IsBack();
    }

    private async Task<(KeptProcess Owner, int Epoch)> Owner()
    {
        KeptProcess? owner = null;
        var epoch = 0;
        await Eventually.BecomesTrue(
            () =>
            {
                epoch = _rollout.State.Epoch;
                return _rollout.HasEnded || (_rollout.OwnerPid is { } pid && (owner = _fleet.Controllers.FirstOrDefault(controller => controller.Pid == pid)) is not null);
            },
            $"an owner that lives; {_rollout.Where}",
            Long);
        return (owner ?? throw new InvalidOperationException("the rollout ended before its owner was found"), epoch);
    }

    private Task Taken(int epoch) => Eventually.BecomesTrue(() => _rollout.State.Epoch > epoch, $"another owner after epoch {epoch}; {_rollout.Where}", Long);
}
