using System.Globalization;
using ChefActors.Core.Commands;
using ChefActors.Core.Delivery;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Simulation.Model;

/// <summary>As much of a controller as a node host meets: T4, T8, T9 and T10 by their rules, never fenced.</summary>
internal sealed class SimulatedController(World world)
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, (Command Command, bool Aborted, bool Interrupts)> _rollouts = [];
    private readonly HashSet<string> _removed = [];
    private DateTimeOffset? _goneSince;

    internal IEnumerable<string> Rollouts => _rollouts.Keys;

    /// <summary>Whether the command is a restart of the node host.</summary>
    internal bool IsRestart(string id) => _rollouts.TryGetValue(id, out var rollout) && rollout.Command.Kind == CommandKind.Restart;

    /// <summary>The version that a restart asks for; null: none.</summary>
    internal string? ExpectedVersion(string id) => _rollouts[id].Command.Restart?.ExpectVersion;

    internal bool AllRowsEnded => _rollouts.Keys.All(id => _removed.Contains(id) || world.Zk.Data(ZnodeLayout.Row(id, World.Node)) is { Length: > 0 });

    /// <summary>T4 of a rollout with this one node.</summary>
    internal string Dispatch(Func<Command, Command>? with = null)
    {
        var id = "R" + (_rollouts.Count + 1).ToString(CultureInfo.InvariantCulture);
        var command = new Command
        {
            Id = id,
            Rollout = id,
            Node = World.Node.Value,
            Cluster = World.Cluster,
            RunList = ["recipe[app]"],
            AcceptBy = world.Now.AddHours(2),
        };
        command = with?.Invoke(command) ?? command;
        foreach (var path in new[] { ZnodeLayout.Rollout(id), ZnodeLayout.State(id), ZnodeLayout.Control(id), ZnodeLayout.Rows(id) }) world.Zk.Ensure(path);
        var entry = PayloadCodec.Write(command, PayloadJson.Default.Command);
        Write(DispatchTransaction.Dispatch(id, 0, 0, [(World.Node, entry)]));
        _rollouts[id] = (command, false, false);
        return id;
    }

    /// <summary>The same entry and the same empty row once more, as an older state of ZooKeeper holds them.</summary>
    internal void DispatchAgain(string id)
    {
        var (row, entry) = (ZnodeLayout.Row(id, World.Node), ZnodeLayout.Entry(World.Node, id));
        if (world.Zk.Stat(entry) is not null) Write([new ZnodeOperation.Delete(entry)]);
        if (world.Zk.Stat(row) is not null) Write([new ZnodeOperation.Delete(row)]);
        Write(DispatchTransaction.Dispatch(id, 0, 0, [(World.Node, PayloadCodec.Write(_rollouts[id].Command, PayloadJson.Default.Command))]));
        _removed.Remove(id);
    }

    /// <summary>An operator's word.</summary>
    internal void Abort(string id, bool interrupts) => _rollouts[id] = _rollouts[id] with { Aborted = true, Interrupts = interrupts };

    /// <summary>T13: history is removed, once the row has its end.</summary>
    internal void RemoveHistory(string id)
    {
        if (world.Row(id) is null) return;
        _removed.Add(id);
        Write([new ZnodeOperation.Delete(ZnodeLayout.Row(id, World.Node))]);
    }

    /// <summary>T10 as decided a while ago, when the node was gone: it checks the row and nothing else of the node, so it may come at any time.</summary>
    internal void GiveUp(string id) =>
        Write(ClosingTransaction.GiveUp(id, 0, World.Node, Result(_rollouts[id].Command, ResultState.Unreachable, ReasonCode.MayStillRun)));

    internal void TendAll()
    {
        foreach (var id in _rollouts.Keys) Tend(id);
    }

    /// <summary>What the rules ask for now.</summary>
    internal void Tend(string id)
    {
        var alive = world.Zk.Data(ZnodeLayout.Alive(World.Node));
        _goneSince = alive is not null ? null : _goneSince ?? world.Now;
        var isGone = _goneSince is { } since && world.Now - since > Grace;
        var (dispatched, aborted, interrupts) = _rollouts[id];
        if (world.Zk.Data(ZnodeLayout.Row(id, World.Node)) is not { Length: 0 }) return;
        var path = ZnodeLayout.Entry(World.Node, id);
        if (world.Zk.Stat(path) is not { } stat || world.Zk.Data(path) is not { } data) return;
        var command = PayloadCodec.Read(data, PayloadJson.Default.Command).Value!;
        if (command.Claim is not { } claim)
        {
            if (aborted) EndUnclaimed(command, ResultState.Withdrawn, ReasonCode.Abort);
            else if (world.Now > dispatched.AcceptBy) EndUnclaimed(command, ResultState.Expired, ReasonCode.TooLate);
            else if (isGone) EndUnclaimed(command, ResultState.Unreachable, ReasonCode.NeverStarted);
            return;
        }

        var claimedAt = stat.ModifiedAt;
        if (aborted && interrupts && command.Cancel is null)
            Write(ClosingTransaction.AskToStop(id, 0, World.Node, CommandReader.WithCancel(data, new Cancel("alice@ops1", world.Now), claimedAt), stat.Version));
        var there = alive is null ? null : PayloadCodec.Read(alive, PayloadJson.Default.Presence).Value;
        var isOver = world.Now > claimedAt + TimeSpan.FromSeconds(command.LockWaitS + command.RunTimeoutS) + Grace;
        var isOther = there is not null && there.Journal != claim.Journal && world.Now - claimedAt > Grace;
        if (isGone || isOther || isOver) Write(ClosingTransaction.GiveUp(id, 0, World.Node, Result(command, ResultState.Unreachable, ReasonCode.MayStillRun)));
    }

    private void EndUnclaimed(Command command, ResultState state, string code) =>
        Write(ClosingTransaction.EndUnclaimed(command.Id, 0, World.Node, Result(command, state, code)));

    private byte[] Result(Command command, ResultState state, string code) => PayloadCodec.Write(
        new CommandResult { Command = command.Id, Rollout = command.Id, Node = command.Node, State = state, Reason = new Reason(code, "by the controller"), FinishedAt = world.Now },
        PayloadJson.Default.CommandResult);

    private void Write(IReadOnlyList<ZnodeOperation> operations) => world.Zk.Apply("controller", operations);
}
