using System.Collections.Immutable;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Events;
using ChefActors.Core.Nodes;
using ChefActors.Core.Pacing;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Simulation.Engine;

/// <summary>The znodes of one rollout as values, and the transactions of DELIVERY, section 2, on them. Each holds what must hold whenever it takes effect.</summary>
internal sealed class EngineServer(RolloutPlan plan, IReadOnlyList<TargetNode> targets)
{
    private readonly Dictionary<NodeName, int> _waveOf = targets.ToDictionary(t => t.Node, t => t.Wave);

    /// <summary>The server's clock.</summary>
    public DateTimeOffset Now { get; set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public long Zxid { get; private set; } = 1;

    public RolloutState State { get; private set; } = RolloutStates.Running(plan, "c0", 1, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public int StateVersion { get; private set; } = 1;

    public ControlDocument Control { get; private set; } = new();

    public int ControlVersion { get; private set; }

    public PaceFact Pace { get; private set; } = new(null, -1);

    public EventsFact Events { get; private set; } = new([], "nobody posts", null);

    public Dictionary<NodeName, RowFact> Rows { get; } = [];

    public Dictionary<NodeName, EntryFact> Entries { get; } = [];

    public Dictionary<NodeName, PresenceFact> Presence { get; } = targets.ToDictionary(t => t.Node, PresenceFact (_) => new PresenceFact.Alive("j", "boot-1"));

    public List<string> Broken { get; } = [];

    /// <summary>Rows that exist and are empty.</summary>
    public int Empty => Rows.Values.Count(r => r is RowFact.Empty);

    /// <summary>All that a successor reads.</summary>
    public LoadedRollout Load() => new(plan, State, StateVersion, Control, ControlVersion, [.. targets], [.. Rows.Select(r => new SeenNode<RowFact>(r.Key, r.Value))]);

    public RowFact Row(NodeName node) => Rows.GetValueOrDefault(node) ?? new RowFact.Missing();

    public EntryFact Entry(NodeName node) => Entries.GetValueOrDefault(node) ?? new EntryFact.Absent();

    /// <summary>T2.</summary>
    public void TakeOver(string owner)
    {
        State = State with { Owner = owner, Epoch = State.Epoch + 1 };
        StateVersion++;
        Zxid++;
    }

    /// <summary>T14, already decided on the current versions.</summary>
    public void Say(ControlDocument control)
    {
        Control = control;
        ControlVersion++;
        Zxid++;
    }

    public void Post(OpenEvent e)
    {
        Events = new EventsFact(Events.Open.Add(e), null, (Events.Zxid ?? 0) + 1);
        Zxid++;
    }

    /// <summary>T5.</summary>
    public bool Claim(NodeName node)
    {
        if (Entry(node) is not EntryFact.Unclaimed || Row(node) is not RowFact.Empty || Presence[node] is not PresenceFact.Alive alive) return false;
        Entries[node] = new EntryFact.Claimed(alive.Journal, Now, 1, StopAsked: false);
        Zxid++;
        return true;
    }

    /// <summary>T6.</summary>
    public void Finish(NodeName node, CommandResult result)
    {
        if (Entry(node) is not EntryFact.Claimed) return;
        Entries.Remove(node);
        var version = Row(node) is RowFact.Ended { Version: var v } ended ? MayReplace(node, ended) ? v + 1 : v : 1;
        Zxid++;
        Rows[node] = new RowFact.Ended(result, version, Zxid, Now);
    }

    /// <summary>A write of an owner, as the procedures carry it out.</summary>
    public WriteAnswer Commit(RolloutEffect.Write write)
    {
        switch (write)
        {
            case RolloutEffect.WriteState state:
                return SetState(state);
            case RolloutEffect.DispatchBatch batch:
                return Dispatch(batch);
            case RolloutEffect.GiveTerminal given:
                return StateVersion != given.StateVersion ? new WriteAnswer.Fenced() : End(given.Nodes, node => Row(node) is RowFact.Missing, removesEntry: false);
            case RolloutEffect.EndUnclaimed ended:
                return StateVersion != ended.StateVersion ? new WriteAnswer.Fenced() : End(ended.Nodes, node => Row(node) is RowFact.Empty && Entry(node) is EntryFact.Unclaimed, removesEntry: true);
            case RolloutEffect.GiveUp givenUp:
                return StateVersion != givenUp.StateVersion ? new WriteAnswer.Fenced() : End(givenUp.Nodes, node => Row(node) is RowFact.Empty, removesEntry: false);
            case RolloutEffect.AskToStop asked:
                return AskToStop(asked);
            default:
                throw new InvalidOperationException($"a write of an unknown kind: {write}");
        }
    }

    private WriteAnswer SetState(RolloutEffect.WriteState write)
    {
        if (StateVersion != write.StateVersion) return new WriteAnswer.Fenced();
        if (State.Phase.IsEnded()) Break("the state changed after the end");
        if (write.Next.Wave < State.Wave || write.Next.Wave > State.Wave + 1) Break($"wave {State.Wave} was followed by {write.Next.Wave}");
        if (write.Next.Wave > State.Wave && Rows.Count(r => _waveOf[r.Key] <= State.Wave && r.Value is RowFact.Ended) < targets.Count(t => t.Wave <= State.Wave)) Break("a wave began before the one before it was over");
        if (write.Next.Wave > State.Wave && plan.Waves[State.Wave].Approve && !Control.Approved.Contains(plan.Waves[State.Wave].Name) && State.Accepted is null) Break("a wave began without the approval of the one before it");
        if (write.Next.Phase.IsEnded() && Empty > 0) Break("an end with an empty row (I8)");
        State = write.Next;
        StateVersion++;
        Zxid++;
        return new WriteAnswer.Done([], StateVersion);
    }

    private WriteAnswer Dispatch(RolloutEffect.DispatchBatch batch)
    {
        if (StateVersion != batch.StateVersion) return new WriteAnswer.Fenced();
        if (ControlVersion != batch.ControlVersion) return new WriteAnswer.ControlChanged();
        foreach (var node in batch.Nodes)
        {
            if (Row(node) is not RowFact.Missing) return new WriteAnswer.Stale(node);
        }

        if (batch.Spend is { } spend)
        {
            if (spend.Version != Pace.Version) return new WriteAnswer.PaceChanged();
            Pace = new PaceFact(spend.Document, Pace.Version + 1);
        }
        else if (plan.Pace is not null) Break("a dispatch took nothing from the shared budget");

        if (State.Phase != RolloutPhase.Running && State.Reason?.Code != PhaseReason.Pace) Break($"a dispatch in phase {State.Phase} (I7)");
        if (Control.Paused || Control.Abort is not null || State.Halt is not null) Break("a dispatch after a word or a halt (I7)");
        foreach (var node in batch.Nodes)
        {
            if (_waveOf[node] > State.Wave) Break($"{node} was dispatched before its wave");
            Rows[node] = new RowFact.Empty(Now);
            Entries[node] = new EntryFact.Unclaimed(Now.AddSeconds(plan.Command.AcceptWithinS));
        }

        if (Empty > plan.Waves[State.Wave].Parallel) Break($"{Empty} outstanding, {plan.Waves[State.Wave].Parallel} allowed (I7)");
        Zxid++;
        return new WriteAnswer.Done(batch.Nodes);
    }

    private WriteAnswer End(ImmutableArray<NodeResult> nodes, Func<NodeName, bool> holds, bool removesEntry)
    {
        foreach (var (node, _) in nodes)
        {
            if (!holds(node)) return new WriteAnswer.Stale(node);
        }

        Zxid++;
        foreach (var (node, result) in nodes)
        {
            if (removesEntry) Entries.Remove(node);
            Rows[node] = new RowFact.Ended(result, 1, Zxid, Now);
        }

        return new WriteAnswer.Done([.. nodes.Select(n => n.Node)], Zxid: Zxid);
    }

    private WriteAnswer AskToStop(RolloutEffect.AskToStop asked)
    {
        if (StateVersion != asked.StateVersion) return new WriteAnswer.Fenced();
        foreach (var request in asked.Nodes)
        {
            if (Entry(request.Node) is not EntryFact.Claimed claimed || claimed.Version != request.EntryVersion) return new WriteAnswer.Stale(request.Node);
        }

        foreach (var request in asked.Nodes) Entries[request.Node] = (EntryFact.Claimed)Entries[request.Node] with { Version = request.EntryVersion + 1, StopAsked = true };
        Zxid++;
        return new WriteAnswer.Done([.. asked.Nodes.Select(n => n.Node)]);
    }

    private bool MayReplace(NodeName node, RowFact.Ended ended)
    {
        if (!ended.Result.MayStillRun()) Break($"{node} was ended twice (I3)");
        return true;
    }

    private void Break(string what) => Broken.Add(what);
}
