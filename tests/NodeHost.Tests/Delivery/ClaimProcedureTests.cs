using ChefActors.Core.Commands;
using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Delivery;
using ChefActors.NodeHost.Running;
using ChefActors.Testing.Simulated;
using Microsoft.Extensions.Time.Testing;

namespace ChefActors.NodeHost.Tests.Delivery;

public sealed class ClaimProcedureTests
{
    private static readonly NodeName Node = NodeName.Parse("web-1.example.com");
    private readonly SimulatedZooKeeper _server = new(new FakeTimeProvider());

    [Fact]
    public async Task A_row_that_was_made_with_its_end_is_never_taken_for_an_empty_one()
    {
        // An entry stands that no rollout dispatched; the controller finds it in the way and gives the node its end without a run (T4b).
        var command = new RolloutCommand { RunList = ["recipe[a]"] }.For("R1", Node.Value, 1, "cluster", "tests@example", DateTimeOffset.UnixEpoch);
        var entry = PayloadCodec.Write(command, PayloadJson.Default.Command);
        _server.Ensure(ZnodeLayout.Inbox(Node));
        _server.Ensure(ZnodeLayout.Rows("R1"));
        _server.Ensure(ZnodeLayout.State("R1"));
        Assert.True(_server.Apply("stranger", new ZooKeeper.ZnodeOperation.Create(ZnodeLayout.Entry(Node, "R1"), entry)).Succeeded);
        var end = ResultTrim.ForRow(new CommandResult { Command = "R1", Node = Node.Value, State = ResultState.Rejected, Reason = new Reason(ReasonCode.Replayed, "not ours") });
        Assert.True(_server.Apply("controller", [.. DispatchTransaction.WithoutEntry("R1", 0, [(Node, end)])]).Succeeded);

        var item = new QueuedCommand(command, entry, 0, null, 1, DateTimeOffset.UnixEpoch);
        var answer = await new ClaimProcedure(Node, "journal", () => TimeSpan.Zero).ClaimAsync(_server.Process("node").Connect(), item, 1, CancellationToken.None);

        Assert.Equal(ResultState.Rejected, Assert.IsType<ClaimAnswer.RowEnded>(answer).State);
        Assert.Equal(end, _server.Data(ZnodeLayout.Row("R1", Node)));
    }
}
