using ChefActors.Controller.Rollouts;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.Simulation.Model;
using ChefActors.Testing.Simulated;
using ChefActors.ZooKeeper;

namespace ChefActors.Simulation.Fleet;

/// <summary>One rollout as its writes made it, each held to what DELIVERY, section 7, says of it at the moment that it took effect.</summary>
internal sealed class RolloutRecord(string id, Action<string> breaks)
{
    private const int ChunkBytesAtMost = 1 << 20;

    private readonly string _rows = ZnodeLayout.Rows(id) + "/";
    private readonly HashSet<NodeName> _entries = [];
    private readonly Dictionary<NodeName, int> _waves = [];
    private long _ownerSession;

    internal string Id => id;

    internal RolloutPlan Plan { get; private set; } = null!;

    internal RolloutState State { get; private set; } = null!;

    internal ControlDocument Control { get; private set; } = new();

    /// <summary>All rows that there ever were; null: empty.</summary>
    internal Dictionary<NodeName, CommandResult?> Rows { get; } = [];

    /// <summary>Nodes whose result came after they had been given up: with the end on its way, its counts may not hold it yet.</summary>
    internal int Late { get; private set; }

    internal IReadOnlyDictionary<NodeName, int> Waves => _waves;

    internal int Empty => Rows.Count(row => row.Value is null);

    internal bool IsOver => State.Phase.IsEnded();

    /// <summary>Takes a write in.</summary>
    /// <param name="write">It took effect.</param>
    /// <param name="controller">The controller that wrote it; null: somebody else.</param>
    internal void Take(SimulatedWrite write, string? controller)
    {
        var (before, dispatched, touched) = (State, new List<NodeName>(), false);
        foreach (var operation in write.Operations)
        {
            if (operation.Path.StartsWith(_rows, StringComparison.Ordinal)) touched |= TakeRow(operation, NodeName.Parse(operation.Path[_rows.Length..]), dispatched);
            else if (Data(operation) is { } data && operation.Path == ZnodeLayout.State(id)) TakeState(PayloadCodec.Read(data, PayloadJson.Default.RolloutState).Value!, controller);
            else if (Data(operation) is { } words && operation.Path == ZnodeLayout.Control(id)) Control = PayloadCodec.Read(words, PayloadJson.Default.ControlDocument).Value!;
            else if (operation is ZnodeOperation.Create { Data: { } plan } && operation.Path == ZnodeLayout.Rollout(id)) Plan = PayloadCodec.Read(plan, PayloadJson.Default.RolloutPlan).Value!;
            else if (operation is ZnodeOperation.Create { Data: { } chunk } && operation.Path.StartsWith(ZnodeLayout.Targets(id) + "/", StringComparison.Ordinal)) TakeTargets(chunk);
            else if (operation.Path.EndsWith("/inbox/" + id, StringComparison.Ordinal)) touched |= TakeEntry(operation);
        }

        if (State is not null && (before is null || before.Epoch != State.Epoch || before.Owner != State.Owner)) _ownerSession = write.SessionId;
        if (touched && controller is not null && (State!.Owner != controller || write.SessionId != _ownerSession)) breaks($"{id}: {controller} wrote in session {write.SessionId:x}, and {State.Owner} owns it in {_ownerSession:x} (I6)");
        var sent = dispatched.Where(node => Rows[node] is null).ToList();
        if (sent.Count > 0) HoldDispatch(before ?? State!, sent);
    }

    private static byte[]? Data(ZnodeOperation operation) => operation switch
    {
        ZnodeOperation.Create create => create.Data,
        ZnodeOperation.SetData set => set.Data,
        _ => null,
    };

    private bool TakeRow(ZnodeOperation operation, NodeName node, List<NodeName> dispatched)
    {
        switch (operation)
        {
            case ZnodeOperation.Create:
                if (!Rows.TryAdd(node, null)) breaks($"{id}: the row of {node} was created twice (I5)");
                if (IsOver) breaks($"{id}: the row of {node} was created after the end (I5)");
                dispatched.Add(node);
                return true;
            case ZnodeOperation.SetData set:
                var result = Point.ResultOf(set.Data)!;
                if (Rows.GetValueOrDefault(node) is { } given)
                {
                    if (!given.MayStillRun() || result.Replaces != ResultState.Unreachable) breaks($"{id}: {node} was {given.State} and became {result.State} (I3)");
                    Late++;
                }

                Rows[node] = result;
                return true;
            case ZnodeOperation.Delete:
                if (State.Folded is null) breaks($"{id}: the row of {node} was removed before it was folded");
                return true;
            default:
                return false;
        }
    }

    private bool TakeEntry(ZnodeOperation operation)
    {
        if (operation is ZnodeOperation.Create) _entries.Add(NodeName.Parse(operation.Path.Split('/')[2]));
        return operation is not ZnodeOperation.Check;
    }

    private void TakeTargets(byte[] chunk)
    {
        foreach (var wave in PayloadCodec.ReadCompressed(chunk, PayloadJson.Default.TargetChunk, ChunkBytesAtMost).Value!.Waves)
        {
            foreach (var node in wave.Nodes) _waves[NodeName.Parse(node)] = wave.Wave;
        }
    }

    private void TakeState(RolloutState next, string? controller)
    {
        var before = State;
        State = next;
        if (controller is not null && next.Owner != controller) breaks($"{id}: {controller} wrote a state of {next.Owner}'s (I6)");
        if (before is null) return;
        if (before.Owner != next.Owner && next.Epoch != before.Epoch + 1 && next.RolledBackBy is null) breaks($"{id}: {next.Owner} took over without a new epoch (I6)");
        if (before.Phase.IsEnded())
        {
            if (next.Phase != before.Phase && next.Phase != RolloutPhase.RolledBack) breaks($"{id}: {before.Phase} was followed by {next.Phase}");
            return;
        }

        if (next.Phase.IsEnded() && Empty > 0) breaks($"{id}: {next.Phase} with {Empty} empty rows (I8)");
        if (next.Wave == before.Wave) return;
        if (next.Wave != before.Wave + 1) breaks($"{id}: wave {before.Wave} was followed by {next.Wave}");
        if (_waves.Any(target => target.Value <= before.Wave && Rows.GetValueOrDefault(target.Key) is null)) breaks($"{id}: wave {next.Wave} began before the one before it was over");
        if (Plan.Waves[before.Wave].Approve && !Control.Approved.Contains(Plan.Waves[before.Wave].Name) && before.Accepted is null) breaks($"{id}: wave {next.Wave} began without the approval of the one before it");
    }

    /// <summary>T4: on what the decision was made on.</summary>
    private void HoldDispatch(RolloutState state, List<NodeName> nodes)
    {
        if (state.Phase != RolloutPhase.Running && state.Reason?.Code != PhaseReason.Pace) breaks($"{id}: a dispatch in phase {state.Phase} (I7)");
        if (Control.Paused || Control.Abort is not null || state.Halt is not null) breaks($"{id}: a dispatch after a word or a halt (I7)");
        foreach (var node in nodes)
        {
            if (!_entries.Contains(node)) breaks($"{id}: a row of {node} without an entry (I5)");
            if (_waves.GetValueOrDefault(node) > state.Wave) breaks($"{id}: {node} was dispatched before its wave");
        }

        if (Empty > Plan.Waves[state.Wave].Parallel) breaks($"{id}: {Empty} outstanding, {Plan.Waves[state.Wave].Parallel} allowed (I7)");
    }
}
