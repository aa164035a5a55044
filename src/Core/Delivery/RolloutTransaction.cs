using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Core.Delivery;

/// <summary>T1, T2, T3 and T11: what makes, takes over and moves a rollout. Its state's version is the fence.</summary>
public static class RolloutTransaction
{
    /// <summary>Index of the write to <c>/rollout</c>: the lock of the overlap check.</summary>
    public const int OverlapIndex = 0;

    /// <summary>Index of the creation of <c>/rollout/&lt;id&gt;</c>.</summary>
    public const int RolloutIndex = 1;

    /// <summary>T1: the rollout in <c>preparing</c>, owned by this session. State and control have version 0 then.</summary>
    public static IReadOnlyList<ZnodeOperation> Start(RolloutPlan plan, RolloutState state, OwnerDocument owner, int rolloutsVersion) =>
    [
        new ZnodeOperation.SetData(ZnodeLayout.Rollouts, [], rolloutsVersion),
        new ZnodeOperation.Create(ZnodeLayout.Rollout(plan.Id), PayloadCodec.Write(plan, PayloadJson.Default.RolloutPlan)),
        new ZnodeOperation.Create(ZnodeLayout.State(plan.Id), PayloadCodec.Write(state, PayloadJson.Default.RolloutState)),
        new ZnodeOperation.Create(ZnodeLayout.Control(plan.Id), PayloadCodec.Write(new ControlDocument(), PayloadJson.Default.ControlDocument)),
        new ZnodeOperation.Create(ZnodeLayout.Rows(plan.Id), []),
        new ZnodeOperation.Create(ZnodeLayout.Targets(plan.Id), []),
        new ZnodeOperation.Create(ZnodeLayout.Owner(plan.Id), PayloadCodec.Write(owner, PayloadJson.Default.OwnerDocument), CreateMode.Ephemeral),
    ];

    /// <summary>One chunk of targets, fenced.</summary>
    public static IReadOnlyList<ZnodeOperation> WriteChunk(string rollout, int chunk, byte[] data, int stateVersion) =>
        [new ZnodeOperation.Check(ZnodeLayout.State(rollout), stateVersion), new ZnodeOperation.Create(ZnodeLayout.TargetChunk(rollout, chunk), data)];

    /// <summary>T2: this session takes over a rollout without an owner.</summary>
    public static IReadOnlyList<ZnodeOperation> TakeOver(string rollout, OwnerDocument owner, RolloutState state, int stateVersion) =>
    [
        new ZnodeOperation.Create(ZnodeLayout.Owner(rollout), PayloadCodec.Write(owner, PayloadJson.Default.OwnerDocument), CreateMode.Ephemeral),
        SetState(rollout, state, stateVersion),
    ];

    /// <summary>T3 and T11: the next state.</summary>
    public static ZnodeOperation SetState(string rollout, RolloutState state, int stateVersion) =>
        new ZnodeOperation.SetData(ZnodeLayout.State(rollout), PayloadCodec.Write(state, PayloadJson.Default.RolloutState), stateVersion);
}
