using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;
using ChefActors.ZooKeeper;

namespace ChefActors.Architecture.Tests;

/// <summary>Every transaction of Core's delivery as its own code lists it, made with sample values and told in a line: what the documents are held to.</summary>
internal static class DeliveryOperations
{
    private const int State = 101;
    private const int Control = 102;
    private const int Entry = 103;
    private const int Row = 104;
    private const int Slot = 105;
    private const int Rollouts = 106;
    private static readonly NodeName Node = NodeName.Parse("n");

    /// <summary>By <c>TYPE.METHOD</c>.</summary>
    internal static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, IReadOnlyList<ZnodeOperation>>(StringComparer.Ordinal)
    {
        ["RegistrationTransaction.Register"] = RegistrationTransaction.Register(Node, []),
        ["RegistrationTransaction.ReplaceGhost"] = RegistrationTransaction.ReplaceGhost(Node, []),
        ["RolloutTransaction.Start"] = RolloutTransaction.Start(Plan, Phase, Owner, Rollouts),
        ["RolloutTransaction.WriteChunk"] = RolloutTransaction.WriteChunk("R", 0, [], State),
        ["RolloutTransaction.TakeOver"] = RolloutTransaction.TakeOver("R", Owner, Phase, State),
        ["RolloutTransaction.SetState"] = [RolloutTransaction.SetState("R", Phase, State)],
        ["DispatchTransaction.Dispatch"] = DispatchTransaction.Dispatch("R", State, Control, [(Node, [])]),
        ["DispatchTransaction.WithoutEntry"] = DispatchTransaction.WithoutEntry("R", State, [(Node, [])]),
        ["ClaimTransaction.Operations"] = ClaimTransaction.Operations(Node, "R", [], Entry),
        ["SlotClaimTransaction.Operations"] = SlotClaimTransaction.Operations(Node, "R", [], Slot),
        ["SlotClaimTransaction.Again"] = SlotClaimTransaction.Again(Node, "R", [], Slot, Entry),
        ["ResultTransaction.Operations"] = ResultTransaction.Operations(Node, "R", Entry, Row, [], []),
        ["ResultTransaction.DropEntry"] = ResultTransaction.DropEntry(Node, "R", Entry, Row),
        ["SlotResultTransaction.Operations"] = SlotResultTransaction.Operations(Node, "R", Entry, Slot, []),
        ["SlotResultTransaction.DropEntry"] = SlotResultTransaction.DropEntry(Node, "R", Entry),
        ["ClosingTransaction.EndUnclaimed"] = ClosingTransaction.EndUnclaimed("R", State, Node, []),
        ["ClosingTransaction.AskToStop"] = ClosingTransaction.AskToStop("R", State, Node, [], Entry),
        ["ClosingTransaction.GiveUp"] = ClosingTransaction.GiveUp("R", State, Node, []),
        ["WordTransaction.Say"] = WordTransaction.Say("R", State, new ControlDocument(), Control),
        ["RollbackTransaction.RollBack"] = RollbackTransaction.RollBack("R", Phase, State, Plan with { Id = "R-rollback" }, Phase, Owner, [[]], Rollouts),
        ["CompactionTransaction.WriteChunk"] = CompactionTransaction.WriteChunk("R", 0, [], parentExists: false, chunkExists: false, State),
        ["CompactionTransaction.RemoveRows"] = CompactionTransaction.RemoveRows("R", State, [(Node, Row)]),
        ["CompactionTransaction.Finish"] = CompactionTransaction.Finish("R", Phase, State),
        ["RemovalTransaction.Remove"] = RemovalTransaction.Remove("R", State, [ChefActors.Core.Znodes.ZnodeLayout.Row("R", Node)]),
        ["RemovalTransaction.Finish"] = RemovalTransaction.Finish("R", State),
    }.ToDictionary(list => list.Key, list => string.Join(" · ", list.Value.Select(Text)), StringComparer.Ordinal);

    /// <summary>Every method of Core's delivery that lists operations, by reflection.</summary>
    internal static IEnumerable<string> Methods =>
        typeof(ClaimTransaction).Assembly.GetTypes().Where(type => type.Namespace == typeof(ClaimTransaction).Namespace)
            .SelectMany(type => type.GetMethods().Where(method => method.IsStatic && (method.ReturnType == typeof(ZnodeOperation) || method.ReturnType == typeof(IReadOnlyList<ZnodeOperation>)))
                .Select(method => $"{type.Name}.{method.Name}"));

    private static OwnerDocument Owner => new(1, "c", "h", 1, DateTimeOffset.UnixEpoch);

    private static RolloutState Phase => new();

    private static RolloutPlan Plan => new()
    {
        Id = "R",
        Name = "r",
        Cluster = "c",
        IssuedBy = "u",
        IssuedAt = DateTimeOffset.UnixEpoch,
        Command = new RolloutCommand(),
        Target = "*",
        Waves = [],
    };

    private static string Text(ZnodeOperation operation) => operation switch
    {
        ZnodeOperation.Check check => $"check {operation.Path}{Version(check.Version)}",
        ZnodeOperation.Create create => $"create {operation.Path}{(create.Mode == CreateMode.Ephemeral ? " (ephemeral)" : "")}",
        ZnodeOperation.SetData set => $"set {operation.Path}{Version(set.Version)}",
        ZnodeOperation.Delete delete => $"delete {operation.Path}{Version(delete.Version)}",
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation.GetType().Name, "the set of operations is closed"),
    };

    private static string Version(int version) => version switch
    {
        State => "@state",
        Control => "@control",
        Entry => "@entry",
        Row => "@row",
        Slot => "@slot",
        Rollouts => "@rollout",
        -1 => "@*",
        _ => $"@{version}",
    };
}
