using ChefActors.Controller.Ownership;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Tests.Rollouts;

/// <summary>Rollouts and controllers for tests.</summary>
internal static class Given
{
    public static ControllerIdentity Controller(string id = "controller-1") => new(id, "host", 1, "alice@ops1");

    public static RolloutPlan Plan(string id, int parallel, params int[] waves) => new()
    {
        Id = id,
        Name = "a push",
        Cluster = "cluster-1",
        IssuedBy = "alice@ops1",
        IssuedAt = DateTimeOffset.UnixEpoch,
        Command = new RolloutCommand { Kind = CommandKind.Converge, RunList = ["recipe[cookbook_c]"], AcceptWithinS = 600, RunTimeoutS = 1800, LockWaitS = 600 },
        Target = "*",
        Waves = [.. waves.Select((n, i) => new WavePlan($"wave-{i}", n, parallel))],
        GraceS = 120,
    };

    public static NewRollout Push(string id, IReadOnlyList<NodeName> nodes, int parallel = 50, Func<RolloutPlan, RolloutPlan>? with = null)
    {
        var plan = Plan(id, parallel, nodes.Count);
        return new NewRollout(with?.Invoke(plan) ?? plan, [nodes], AllowOverlap: false);
    }

    public static NodeName Node(int number) => NodeName.Parse($"web-{number}.example.com");

    public static List<NodeName> Nodes(int count) => [.. Enumerable.Range(1, count).Select(Node)];
}
