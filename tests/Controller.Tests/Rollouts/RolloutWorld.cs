using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.Testing.Simulated;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Time.Testing;

namespace ChefActors.Controller.Tests.Rollouts;

/// <summary>
/// One rollout, a fleet and controllers that die, over the simulated ZooKeeper: everything happens in one thread, in an order that the seed gives.
/// The invariants of DELIVERY, section 7, that concern controllers are held after every step.
/// </summary>
internal sealed class RolloutWorld
{
    public const string Id = "R1";
    private const int StepsAtMost = 20_000;

    private readonly Random _chance;
    private readonly IReadOnlyList<HostHabit> _habits;
    private readonly Dictionary<NodeName, FakeNodeHost> _hosts = [];
    private readonly HashSet<NodeName> _claimed = [];
    private readonly HashSet<NodeName> _left = [];
    private byte[]? _stateData;
    private RolloutState? _state;
    private int _controllers;
    private int _checked;
    private readonly HashSet<string> _created = [];
    private readonly HashSet<string> _ended = [];

    public RolloutWorld(int seed, IReadOnlyList<HostHabit> habits, int parallel, int waves = 1)
    {
        (_chance, _habits) = (new Random(seed), habits);
        Server = new SimulatedZooKeeper(Time);
        foreach (var path in (string[])[ZnodeLayout.Nodes, ZnodeLayout.Rollouts, ZnodeLayout.Controllers]) Server.Ensure(path);
        Nodes = Given.Nodes(habits.Count);
        var chunks = Nodes.Chunk((Nodes.Count + waves - 1) / waves).ToList();
        Rollout = new NewRollout(Given.Plan(Id, parallel, [.. chunks.Select(c => c.Length)]), [.. chunks], AllowOverlap: false);
    }

    public RolloutWorld(int seed, Func<int, HostHabit> habit, RolloutPlan plan, IReadOnlyList<IReadOnlyList<NodeName>> waves)
        : this(seed, [.. Enumerable.Range(0, waves.Sum(w => w.Count)).Select(habit)], 1) => Rollout = new NewRollout(plan, waves, AllowOverlap: false);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public SimulatedZooKeeper Server { get; }

    public List<NodeName> Nodes { get; }

    public NewRollout Rollout { get; set; }

    /// <summary>Changes the plan before the start.</summary>
    public RolloutWorld With(Func<RolloutPlan, RolloutPlan> change)
    {
        Rollout = Rollout with { Plan = change(Rollout.Plan) };
        return this;
    }

    /// <summary>Runs until the condition holds or the rollout has ended.</summary>
    public async Task<bool> RunUntilAsync(Func<RolloutWorld, bool> condition)
    {
        for (var step = 0; step < StepsAtMost; step++)
        {
            if (condition(this)) return true;
            if (State is { } state && state.Phase.IsEnded()) return false;
            if (Controller is null) await NextControllerAsync(null, controller => controller.TakeOverAsync(Id));
            else await StepAsync(Controller);
            HoldInvariants();
        }

        Assert.Fail($"not reached after {StepsAtMost} steps; the state is {State}");
        return false;
    }

    /// <summary>The controller dies, and its session with it.</summary>
    public void KillController()
    {
        if (Controller is not null) Die();
    }

    public SimulatedController? Controller { get; private set; }

    public int Crashes { get; private set; }

    /// <summary>Faults of the processes to come; asked for every request of a controller.</summary>
    public Func<SimulatedRequest, SimulatedFault>? Faults { get; set; }

    /// <summary>Where the next controller that takes over dies; used up by it.</summary>
    public CrashPoint? NextCrash { get; set; }

    /// <summary>No node does anything by itself.</summary>
    public bool Freeze { get; set; }

    /// <summary>The controller has nothing to carry out now.</summary>
    public bool HasNothingToDo => Controller is { HasEffects: false };

    /// <summary>Time goes by in steps of at most so much while nobody has anything to do.</summary>
    public TimeSpan LongestSleep { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Called once before every step.</summary>
    public Func<Task>? BeforeStep { get; set; }

    public RolloutState? State
    {
        get
        {
            var data = Server.Data(ZnodeLayout.State(Id));
            if (!ReferenceEquals(data, _stateData)) (_stateData, _state) = (data, data is null ? null : PayloadCodec.Read(data, PayloadJson.Default.RolloutState).Value);
            return _state;
        }
    }

    public int EmptyRows => Server.Children(ZnodeLayout.Rows(Id)).Count(name => Server.Data(ZnodeLayout.Row(Id, NodeName.Parse(name))) is not { Length: > 0 });

    public IEnumerable<CommandResult?> Rows => Server.Children(ZnodeLayout.Rows(Id)).Select(name => Row(NodeName.Parse(name)));

    public FakeNodeHost Host(int number) => _hosts[Given.Node(number)];

    public CommandResult? Row(NodeName node) => Server.Data(ZnodeLayout.Row(Id, node)) is { Length: > 0 } data
        ? PayloadCodec.Read(data, PayloadJson.Default.CommandResult).Value
        : null;

    public async Task BeginAsync(CrashPoint? point = null)
    {
        foreach (var (node, habit) in Nodes.Zip(_habits))
        {
            var host = _hosts[node] = new FakeNodeHost(Server.Process(node.Value).Connect(), node.Value);
            if (habit != HostHabit.Unknown) await host.RegisterAsync();
            if (habit == HostHabit.Offline) await host.LeaveAsync();
        }

        await NextControllerAsync(point, controller => controller.StartAsync(Rollout));
    }

    /// <summary>Until the rollout has ended. False: it never came to be.</summary>
    public async Task<bool> RunAsync()
    {
        for (var step = 0; step < StepsAtMost; step++)
        {
            if (BeforeStep is not null) await BeforeStep();
            if (State is { } state && state.Phase.IsEnded() && Controller?.HasEffects != true) return true;
            if (Controller is null)
            {
                if (State is null) return false;
                var point = NextCrash;
                NextCrash = null;
                await NextControllerAsync(point, controller => controller.TakeOverAsync(Id));
            }
            else await StepAsync(Controller);
            HoldInvariants();
        }

        Assert.Fail($"no end after {StepsAtMost} steps; the state is {State}");
        return false;
    }

    /// <summary>An operator's word.</summary>
    public void Say(Func<ControlDocument, ControlDocument> word)
    {
        var control = PayloadCodec.Read(Server.Data(ZnodeLayout.Control(Id))!, PayloadJson.Default.ControlDocument).Value!;
        var data = PayloadCodec.Write(word(control), PayloadJson.Default.ControlDocument);
        Assert.True(Server.Apply("operator", new ZnodeOperation.SetData(ZnodeLayout.Control(Id), data)).Succeeded);
    }

    /// <summary>The rollout has ended, and everything adds up.</summary>
    public async Task<RolloutSnapshot> HoldEndAsync()
    {
        var snapshot = await new RolloutReader(Time).ReadAsync(Server.Process("reader").Connect(), Id, CancellationToken.None);
        Assert.NotNull(snapshot);
        Assert.True(snapshot.State.Phase.IsEnded());
        Assert.Equal(Nodes.Count, snapshot.Tally.Targets);
        Assert.True(snapshot.Tally.IsComplete);
        if (snapshot.State.Chunks is not null) Assert.Equal(Nodes, snapshot.Nodes.Select(n => n.Node));
        Assert.All(snapshot.Nodes, n => Assert.NotNull(n.Standing.Ended));
        Assert.Equal(new RolloutCounts(snapshot.Tally), snapshot.State.Counts);
        Assert.Equal(0, EmptyRows);
        foreach (var node in Nodes.Where(n => Server.Stat(ZnodeLayout.Entry(n, Id)) is not null)) Assert.True(Row(node)!.MayStillRun(), $"{node}: an entry stands (I8)");
        return snapshot;
    }

    private async Task NextControllerAsync(CrashPoint? point, Func<SimulatedController, Task<StartAnswer>> begin)
    {
        var process = Server.Process($"controller-{++_controllers}");
        process.Faults = Faults;
        Controller = new SimulatedController(process, Time, point);
        await GuardedAsync(async controller =>
        {
            if (await begin(controller) is not StartAnswer.Driving) Controller = null;
        });
    }

    private async Task StepAsync(SimulatedController controller)
    {
        if (controller.State?.Stopped == StopReason.Fenced)
        {
            Die();
            return;
        }

        if (controller.HasEffects && _chance.Next(4) != 0) await GuardedAsync(c => c.StepAsync());
        else if (await ActAsync()) return;
        else if (controller.HasEffects) await GuardedAsync(c => c.StepAsync());
        else
        {
            await GuardedAsync(c => c.LookAsync());
            if (Controller is null || Controller.HasEffects) return;
            // Nothing to do now: time goes by, at most until the controller wants to be woken.
            var sleep = controller.WakeAt is { } at && at > controller.Now ? at - controller.Now : TimeSpan.FromSeconds(1);
            Time.Advance(sleep < LongestSleep ? sleep : LongestSleep);
            await GuardedAsync(c =>
            {
                c.Turn(new RolloutInput.Tick());
                return Task.CompletedTask;
            });
        }
    }

    private async Task GuardedAsync(Func<SimulatedController, Task> act)
    {
        try
        {
            await act(Controller!);
        }
        catch (ControllerDiedException)
        {
            Die();
        }
        catch (SessionExpiredException)
        {
            Die();
        }
    }

    private void Die()
    {
        Crashes++;
        Server.ExpireAll(Controller!.Process);
        Controller = null;
    }

    /// <summary>One node with something to do does it. False: none has.</summary>
    private async Task<bool> ActAsync()
    {
        if (Freeze) return false;
        var busy = Nodes.Zip(_habits).Where(n => !_left.Contains(n.First) && Server.Stat(ZnodeLayout.Entry(n.First, Id)) is not null)
            .Where(n => n.Second is not (HostHabit.Idles or HostHabit.Unknown or HostHabit.Offline) && !(n.Second == HostHabit.Hangs && _claimed.Contains(n.First))).ToList();
        if (busy.Count == 0) return false;
        var (node, habit) = busy[_chance.Next(busy.Count)];
        var host = _hosts[node];
        var isClaimed = _claimed.Contains(node);
        if (habit == HostHabit.LeavesBeforeClaim || (habit == HostHabit.LeavesAfterClaim && isClaimed))
        {
            _left.Add(node);
            await host.LeaveAsync();
        }
        else if (!isClaimed) Assert.Equal(await host.ClaimAsync(Id), _claimed.Add(node));
        else
        {
            var isStopped = (await host.ReadAsync(Id)).Cancel is not null;
            await host.FinishAsync(Id, isStopped ? ResultState.Cancelled : habit == HostHabit.Fails ? ResultState.Failed : ResultState.Succeeded);
        }

        return true;
    }

    private void HoldInvariants()
    {
        Assert.InRange(EmptyRows, 0, Rollout.Plan.Waves.Max(w => w.Parallel));
        foreach (var write in Server.History.Skip(_checked).Where(w => w.TookEffect)) HoldWrite(write);
        _checked = Server.History.Count;
    }

    /// <summary>I3 and I5: entry and row are created once; a terminal row changes only from <c>may_still_run</c>, by its node.</summary>
    private void HoldWrite(SimulatedWrite write)
    {
        foreach (var operation in write.Operations.Where(o => o.Path.Contains("/inbox/" + Id, StringComparison.Ordinal) || o.Path.StartsWith($"/rollout/{Id}/node/", StringComparison.Ordinal)))
        {
            if (operation is ZnodeOperation.Create create)
            {
                Assert.True(_created.Add(create.Path), $"{create.Path} was created twice");
                if (create.Data is { Length: > 0 } && create.Path.StartsWith("/rollout", StringComparison.Ordinal)) _ended.Add(create.Path);
            }
            else if (operation is ZnodeOperation.SetData set && set.Path.StartsWith("/rollout", StringComparison.Ordinal))
            {
                var result = PayloadCodec.Read(set.Data!, PayloadJson.Default.CommandResult).Value!;
                Assert.True(_ended.Add(set.Path) || result.Replaces == ResultState.Unreachable, $"{set.Path} was ended twice");
            }
        }
    }
}
