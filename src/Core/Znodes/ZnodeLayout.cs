using ChefActors.Core.Nodes;

namespace ChefActors.Core.Znodes;

/// <summary>The only place that spells a path (CONTRACT, section 2). Paths are relative to the chroot.</summary>
public static class ZnodeLayout
{
    /// <summary>The cluster's identity.</summary>
    public const string Cluster = "/chefactors";

    /// <summary>Parent of the nodes.</summary>
    public const string Nodes = "/node";

    /// <summary>Parent of the rollouts; its version is the lock of the overlap check.</summary>
    public const string Rollouts = "/rollout";

    /// <summary>Parent of the running controllers.</summary>
    public const string Controllers = "/controller";

    /// <summary>Parent of the shared budgets of runs.</summary>
    public const string Paces = "/pace";

    /// <summary>Parent of the monitoring events.</summary>
    public const string Events = "/event";

    /// <summary>The node's znode: its data is the slot.</summary>
    public static string Node(NodeName node) => $"{Nodes}/{node.Value}";

    /// <summary>Presence.</summary>
    public static string Alive(NodeName node) => $"{Nodes}/{node.Value}/alive";

    /// <summary>Facts.</summary>
    public static string Facts(NodeName node) => $"{Nodes}/{node.Value}/facts";

    /// <summary>Activity.</summary>
    public static string Activity(NodeName node) => $"{Nodes}/{node.Value}/activity";

    /// <summary>The latest result.</summary>
    public static string NodeResult(NodeName node) => $"{Nodes}/{node.Value}/result";

    /// <summary>The lease of those who follow the node's output; the ring stands below it.</summary>
    public static string Follow(NodeName node) => $"{Nodes}/{node.Value}/follow";

    /// <summary>One znode of the ring of output, from 0.</summary>
    public static string FollowChunk(NodeName node, int n) => FollowChild(node, n.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Whatever stands below the lease.</summary>
    public static string FollowChild(NodeName node, string name) => $"{Nodes}/{node.Value}/follow/{name}";

    /// <summary>Parent of the commands.</summary>
    public static string Inbox(NodeName node) => $"{Nodes}/{node.Value}/inbox";

    /// <summary>One command.</summary>
    public static string Entry(NodeName node, string commandId) => $"{Nodes}/{node.Value}/inbox/{commandId}";

    /// <summary>An ephemeral that <c>chefactors-node check</c> makes for a moment: below the node's znode, or at the root where that is not there yet.</summary>
    public static string CheckMark(NodeName? node, string id) => node is { } there ? $"{Nodes}/{there.Value}/check-{id}" : $"/check-{id}";

    /// <summary>The plan.</summary>
    public static string Rollout(string id) => $"{Rollouts}/{id}";

    /// <summary>Parent of the chunks of targets.</summary>
    public static string Targets(string id) => $"{Rollouts}/{id}/targets";

    /// <summary>One chunk of targets, from 0.</summary>
    public static string TargetChunk(string id, int chunk) => $"{Rollouts}/{id}/targets/{chunk}";

    /// <summary>The fence.</summary>
    public static string State(string id) => $"{Rollouts}/{id}/state";

    /// <summary>The operators' words.</summary>
    public static string Control(string id) => $"{Rollouts}/{id}/control";

    /// <summary>Parent of the rows.</summary>
    public static string Rows(string id) => $"{Rollouts}/{id}/node";

    /// <summary>One node's row: empty = outstanding, else the result.</summary>
    public static string Row(string id, NodeName node) => $"{Rollouts}/{id}/node/{node.Value}";

    /// <summary>Who drives it now.</summary>
    public static string Owner(string id) => $"{Rollouts}/{id}/owner";

    /// <summary>One running controller.</summary>
    public static string Controller(string id) => $"{Controllers}/{id}";

    /// <summary>Parent of an ended rollout's folded results.</summary>
    public static string FoldedResults(string id) => $"{Rollouts}/{id}/result";

    /// <summary>One chunk of an ended rollout's folded results, from 0.</summary>
    public static string FoldedResult(string id, int chunk) => $"{Rollouts}/{id}/result/{chunk}";

    /// <summary>The shared budget of runs of one Chef server.</summary>
    public static string Pace(string chefServer) => $"{Paces}/{chefServer}";

    /// <summary>One monitoring event; ZooKeeper completes the name when it is created.</summary>
    public static string Event(string sequence) => $"{Events}/{sequence}";
}
