using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Core.Delivery;

/// <summary>T14: an operator's word, under the state that it is about.</summary>
public static class WordTransaction
{
    /// <summary>Check the state, set the words.</summary>
    public static IReadOnlyList<ZnodeOperation> Say(string rollout, int stateVersion, ControlDocument control, int controlVersion) =>
    [
        new ZnodeOperation.Check(ZnodeLayout.State(rollout), stateVersion),
        new ZnodeOperation.SetData(ZnodeLayout.Control(rollout), PayloadCodec.Write(control, PayloadJson.Default.ControlDocument), controlVersion),
    ];
}
