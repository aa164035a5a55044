using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.Simulation.Fleet.Turns;
using ChefActors.Testing.Simulated;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Time.Testing;

namespace ChefActors.Simulation.Fleet;

/// <summary>A server, machines and controllers, all of their actors in one thread and virtual time. What happens next is drawn from what could.</summary>
internal sealed class FleetWorld
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);

    /// <summary>After so long the servers end the session of a process that is not heard of.</summary>
    private static readonly TimeSpan SessionLasts = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly PriorityQueue<Action, (DateTimeOffset At, int Number)> _agenda = new();
    private readonly Random _chance;
    private readonly HashSet<Life> _buried = [];
    private readonly List<Life> _awaiting = [];
    private readonly List<(long AtMs, int Writes, string Text)> _told = [];
    private int _seen;
    private int _appointments;
    private int _names;

    internal FleetWorld(TurnThread thread, Random chance)
    {
        (Thread, _chance) = (thread, chance);
        Zk = new SimulatedZooKeeper(_time);
        foreach (var path in (string[])[ZnodeLayout.Nodes, ZnodeLayout.Rollouts, ZnodeLayout.Controllers]) Zk.Ensure(path);
    }

    internal TurnThread Thread { get; }

    internal SimulatedZooKeeper Zk { get; }

    internal TimeProvider Time => _time;

    internal DateTimeOffset Now => _time.GetUtcNow();

    internal List<FleetNode> Nodes { get; } = [];

    internal List<FleetController> Controllers { get; } = [];

    internal List<Life> Lives { get; } = [];

    internal Dictionary<string, RolloutRecord> Rollouts { get; } = new(StringComparer.Ordinal);

    /// <summary>What must not be.</summary>
    internal List<string> Errors { get; } = [];

    /// <summary>Faults of requests.</summary>
    internal Func<SimulatedRequest, SimulatedFault>? Faults { get; set; }

    /// <summary>How long the next request of whoever was just answered is under way; null: it is answered when its turn comes.</summary>
    internal Func<TimeSpan?>? Delays { get; set; }

    /// <summary>Things done so far.</summary>
    internal int Acts { get; private set; }

    internal IReadOnlyList<(long AtMs, int Writes, string Text)> Told => _told;

    internal SimulatedProcess Process(string who)
    {
        var process = Zk.Process(who);
        (process.IsAnsweredInTurns, process.Faults) = (true, request => Faults?.Invoke(request) ?? SimulatedFault.None);
        return process;
    }

    /// <summary>A name that no process had.</summary>
    internal string NewName(string what) => $"{what}-{++_names}";

    /// <summary>For whoever reads the tale.</summary>
    internal void Tell(string what) => _told.Add((Zk.NowMs, Zk.History.Count, what));

    internal void At(TimeSpan later, Action what) => _agenda.Enqueue(what, (Now + later, ++_appointments));

    /// <summary>One thing happens; false: nothing can, but by time.</summary>
    internal bool Act()
    {
        if (!ActOnce()) return false;
        Acts++;
        Bury();
        Hold();
        return true;
    }

    /// <summary>Time goes to the next moment at which something can happen.</summary>
    internal void Sleep()
    {
        var next = LongestSleep;
        if (Thread.Scheduler.NextDue - Thread.Scheduler.Now < next) next = Thread.Scheduler.NextDue!.Value - Thread.Scheduler.Now;
        foreach (var node in Nodes)
        {
            if (node.Chef.NextEnd - Now < next) next = node.Chef.NextEnd!.Value - Now;
        }

        if (_agenda.TryPeek(out _, out var first) && first.At - Now < next) next = first.At - Now;
        Pass(next > TimeSpan.Zero ? next : TimeSpan.FromMilliseconds(1));
    }

    /// <summary>Time goes by.</summary>
    internal void Pass(TimeSpan by)
    {
        _time.Advance(by);
        Thread.Scheduler.Advance(by);
        foreach (var node in Nodes) node.Chef.Advance();
        while (_agenda.TryPeek(out var what, out var first) && first.At <= Now)
        {
            _agenda.Dequeue();
            what();
        }

        Bury();
        Hold();
    }

    /// <summary>A process is stopped until it is thawed.</summary>
    internal void Freeze(Life life, TimeSpan lasts, bool expires)
    {
        if (life.IsStill) return;
        life.IsFrozen = true;
        Tell($"{life.Process.Who} is frozen");
        if (expires) At(SessionLasts, () => Zk.ExpireAll(life.Process));
        At(lasts, () => Thaw(life));
    }

    internal void Thaw(Life life)
    {
        if (!life.IsFrozen) return;
        Tell($"{life.Process.Who} goes on");
        Thread.Thaw(life);
    }

    /// <summary>Writes are taken in, each held to what was promised.</summary>
    internal void Hold()
    {
        for (; _seen < Zk.History.Count; _seen++)
        {
            var write = Zk.History[_seen];
            if (!write.TookEffect) continue;
            foreach (var operation in write.Operations)
            {
                if (operation is ZnodeOperation.Create && operation.Path.StartsWith(ZnodeLayout.Rollouts + "/", StringComparison.Ordinal) && operation.Path.IndexOf('/', ZnodeLayout.Rollouts.Length + 1) < 0)
                    Rollouts[operation.Path[(ZnodeLayout.Rollouts.Length + 1)..]] = new RolloutRecord(operation.Path[(ZnodeLayout.Rollouts.Length + 1)..], Errors.Add);
            }

            var controller = Controllers.Exists(known => known.Id == write.Who) ? write.Who : null;
            foreach (var rollout in Rollouts.Values) rollout.Take(write, controller);
        }
    }

    private bool ActOnce()
    {
        _awaiting.Clear();
        foreach (var life in Lives)
        {
            if (life.Process.IsAwaiting && life.AnsweredFrom <= Now) _awaiting.Add(life);
        }

        var possible = Thread.Ready + _awaiting.Count + (Zk.EventsWaiting > 0 ? 1 : 0);
        if (possible == 0) return false;
        var number = _chance.Next(possible);
        if (number < Thread.Ready)
        {
            Thread.TakeTurn(number);
            return true;
        }

        number -= Thread.Ready;
        if (number < _awaiting.Count)
        {
            Answer(_awaiting[number]);
            return true;
        }

        // Events of those who are away wait with them.
        return Zk.DeliverNext() || (_awaiting.Count > 0 && ActOnce()) || (Thread.Ready > 0 && ActOnce());
    }

    private void Answer(Life life)
    {
        Thread.As(life, life.Process.AnswerOne);
        if (Delays?.Invoke() is not { } delay) return;
        life.AnsweredFrom = Now + delay;
        // So that nobody sleeps over it.
        At(delay, () => { });
    }

    /// <summary>Whoever died leaves wrappers without input, and a session that ends by itself.</summary>
    private void Bury()
    {
        for (var i = Lives.Count - 1; i >= 0; i--)
        {
            var life = Lives[i];
            if (!life.IsDead || !_buried.Add(life)) continue;
            Tell($"{life.Process.Who} is dead");
            Lives.RemoveAt(i);
            At(SessionLasts, () => Zk.ExpireAll(life.Process));
            if (Nodes.Find(node => node.Life == life) is not { } host) continue;
            host.Chef.HostDied();
            Died?.Invoke(host);
        }
    }

    /// <summary>A node host is dead.</summary>
    internal event Action<FleetNode>? Died;
}
