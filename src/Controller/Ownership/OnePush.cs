using System.Collections.Immutable;
using ChefActors.Controller.Dispatching;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Ownership;

/// <summary>
/// A push that fits one transaction: T1, its targets, the first wave running and T4 of the nodes that are there, all at once (DELIVERY, T1).
/// A value: what to write, and what is known once it is written.
/// </summary>
internal sealed class OnePush
{
    /// <summary>T1 and the chunk of targets come before the nodes.</summary>
    private const int NodesFrom = 8;

    private readonly NewRollout _rollout;
    private readonly ImmutableArray<SeenNode<PresenceFact>> _presence;
    private readonly RolloutState _state;
    private readonly DateTimeOffset _now;
    private readonly List<(NodeName Node, bool IsEntry)> _culprits = [];
    private readonly List<NodeName> _dispatched = [];
    private readonly List<NodeResult> _ended = [];

    private OnePush(NewRollout rollout, ImmutableArray<SeenNode<PresenceFact>> presence, IReadOnlyDictionary<NodeName, CommandResult> refused,
        ControllerIdentity me, int rolloutsVersion, DateTimeOffset now)
    {
        (_rollout, _presence, _now) = (rollout, presence, now);
        Divide(refused);
        _state = RolloutStates.Running(rollout.Plan, me.Id, 1, now);
        Operations =
        [
            .. RolloutTransaction.Start(rollout.Plan, _state, me.Document(now), rolloutsVersion),
            new ZnodeOperation.Create(ZnodeLayout.TargetChunk(rollout.Plan.Id, 0), TargetChunks.Of(rollout.Waves)[0]),
            .. NodeOperations(),
        ];
    }

    /// <summary>What to write.</summary>
    public IReadOnlyList<ZnodeOperation> Operations { get; }

    /// <summary>The push, or null when it does not fit one transaction, has more than one wave, or asks for something before each dispatch.</summary>
    public static OnePush? TryMake(NewRollout rollout, ImmutableArray<SeenNode<PresenceFact>> presence, IReadOnlyDictionary<NodeName, CommandResult> refused,
        ControllerIdentity me, int rolloutsVersion, DateTimeOffset now)
    {
        if (!MayFit(rollout)) return null;
        var push = new OnePush(rollout, presence, refused, me, rolloutsVersion, now);
        return TransactionSize.Fits(push.Operations) ? push : null;
    }

    /// <summary>Whether it is worth while to look at the nodes first.</summary>
    public static bool MayFit(NewRollout rollout) =>
        rollout.Waves.Count == 1 && rollout.Plan is { Pace: null, Offline: not OfflinePolicy.Require } && rollout.Waves[0].Count is > 0 and <= PayloadLimits.TransactionOperations - NodesFrom;

    /// <summary>The node that an operation is about and whether it is its entry; null: it is about the rollout.</summary>
    public (NodeName Node, bool IsEntry)? Culprit(int operation) => operation < NodesFrom ? null : _culprits[operation - NodesFrom];

    /// <summary>What the owner knows once it is written.</summary>
    public LoadedRollout Written(long zxid) => new(
        _rollout.Plan, _state, 0, new ControlDocument(), 0,
        [.. _rollout.Waves[0].Select(n => new TargetNode(n, 0))],
        [
            .. _dispatched.Select(n => new SeenNode<RowFact>(n, new RowFact.Empty(_now))),
            .. _ended.Select(e => new SeenNode<RowFact>(e.Node, new RowFact.Ended(e.Result, 1, zxid, _now))),
        ])
    {
        Presence = _presence,
        Entries = [.. _dispatched.Select(n => new SeenNode<EntryFact>(n, new EntryFact.Unclaimed(_now.AddSeconds(_rollout.Plan.Command.AcceptWithinS))))],
    };

    private void Divide(IReadOnlyDictionary<NodeName, CommandResult> refused)
    {
        var plan = _rollout.Plan;
        foreach (var (node, fact) in _presence)
        {
            if (refused.TryGetValue(node, out var refusal)) _ended.Add(new NodeResult(node, refusal));
            else if (fact is PresenceFact.Alive)
            {
                // Those beyond the limit wait for their turn, as in any rollout.
                if (_dispatched.Count < plan.Waves[0].Parallel) _dispatched.Add(node);
            }
            else if (plan.OfflineWaitS > 0) continue;
            else if (fact is PresenceFact.NeverRegistered) _ended.Add(new NodeResult(node, ControllerResults.NeverRegistered(plan, node, _now)));
            else _ended.Add(new NodeResult(node, ControllerResults.Offline(plan, node, _now)));
        }
    }

    private List<ZnodeOperation> NodeOperations()
    {
        var id = _rollout.Plan.Id;
        var operations = new List<ZnodeOperation>();
        foreach (var node in _dispatched)
        {
            operations.Add(new ZnodeOperation.Create(ZnodeLayout.Entry(node, id), DispatchProcedure.Entry(_rollout.Plan, node, _state.Epoch, _now)));
            operations.Add(new ZnodeOperation.Create(ZnodeLayout.Row(id, node), []));
            _culprits.Add((node, true));
            _culprits.Add((node, false));
        }

        foreach (var (node, result) in _ended)
        {
            // Made empty and then set, as T4b does: T5 takes a row of version 0 for empty.
            operations.AddRange(DispatchTransaction.WithoutEntry(id, 0, [(node, ResultTrim.ForRow(result))]).Skip(1));
            _culprits.Add((node, false));
            _culprits.Add((node, false));
        }

        return operations;
    }
}
