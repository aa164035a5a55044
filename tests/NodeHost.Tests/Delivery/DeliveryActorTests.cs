using Akka.Actor;
using ChefActors.Core.Delivery;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Delivery;
using ChefActors.NodeHost.Presence;
using ChefActors.NodeHost.Running;
using ChefActors.NodeHost.Tests.Actors;
using ChefActors.Testing.Simulated;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Tests.Delivery;

/// <summary>A wish is kept until it came true, and is answered once.</summary>
public sealed class DeliveryActorTests : ActorTests
{
    private readonly List<object> _answers = [];
    private readonly SimulatedProcess _process;
    private readonly IActorRef _delivery;
    private readonly IActorRef _runner;

    public DeliveryActorTests()
    {
        MakeNode();
        _process = Server.Process("node host");
        var procedures = new DeliveryProcedures(
            new ClaimProcedure(Node, "journal-1", () => SinceBoot), new ResultProcedure(Node, Logged.For<ResultProcedure>()), new InspectProcedure(Node, "journal-1"), CrashPoint.None);
        _delivery = Begin<DeliveryActor>(DeliveryActor.Props(procedures, Logged.For<DeliveryActor>()));
        _runner = Begin<Recorder>(Props.Create(() => new Recorder(_answers, null, null)));
    }

    [Fact]
    public void A_wish_without_a_session_waits_for_one()
    {
        Wish("R1");
        Pass(60);
        Assert.Empty(_answers);
        Open();
        HoldsOneClaim("R1");
    }

    [Theory]
    [InlineData(SimulatedFault.ExpireBefore)]
    [InlineData(SimulatedFault.ExpireAfter)]
    public void A_wish_whose_session_ended_is_carried_out_in_the_next_and_answered_once(SimulatedFault fault)
    {
        var isArmed = true;
        _process.Faults = request => request.IsWrite && isArmed && !(isArmed = false) ? fault : SimulatedFault.None;
        Open();
        Wish("R1");
        Assert.Empty(_answers);
        _delivery.Tell(new SessionProtocol.SessionLost());
        Pass(60);
        Assert.Empty(_answers);
        Open();
        HoldsOneClaim("R1");
    }

    [Fact]
    public void A_wish_that_is_refused_is_tried_again_and_said()
    {
        var command = Wish("R1", dispatchOnly: true);
        Forbid(ZnodePermissions.Read | ZnodePermissions.Admin);
        Open();
        Tell(command);
        Pass(1.9);
        Assert.Empty(_answers);
        Assert.Single(Logged.Lines, line => line.Contains("R1", StringComparison.Ordinal) && line.Contains("trying again", StringComparison.Ordinal));
        Forbid(ZnodePermissions.All);
        Pass(0.2);
        HoldsOneClaim("R1");
    }

    [Fact]
    public void Wishes_of_several_commands_are_answered_each_with_its_own()
    {
        Wish("R1");
        Wish("R2");
        Open();
        Assert.Equal(["R1", "R2"], Claims.Select(claim => claim.Id));
    }

    private IEnumerable<RunnerInput.ClaimAnswered> Claims => _answers.Select(answer => Assert.IsType<RunnerInput.ClaimAnswered>(Assert.IsType<DeliveryProtocol.Answer>(answer).Input));

    private void Open()
    {
        _delivery.Tell(new SessionProtocol.SessionOpened(_process.Connect()));
        Pass(0);
    }

    private QueuedCommand Wish(string id, bool dispatchOnly = false)
    {
        var command = Dispatch(id);
        var item = new QueuedCommand(command, PayloadCodec.Write(command, PayloadJson.Default.Command), 0, null, 1, Time.GetUtcNow());
        if (!dispatchOnly) Tell(item);
        return item;
    }

    private void Tell(QueuedCommand item) => _delivery.Tell(new DeliveryProtocol.Wish.Claim(item, 1), _runner);

    private void Forbid(ZnodePermissions allowed) => Assert.True(
        Server.Process("operator").Connect().SetAclAsync(ZnodeLayout.Entry(Node, "R1"), [new Acl(allowed, "world", "anyone")]).IsCompletedSuccessfully);

    private void HoldsOneClaim(string id)
    {
        Pass(60);
        Assert.IsType<ClaimAnswer.Granted>(Assert.Single(Claims, claim => claim.Id == id).Answer);
        Assert.Single(_answers);
        var entry = PayloadCodec.Read(Server.Data(ZnodeLayout.Entry(Node, id))!, PayloadJson.Default.Command).Value!;
        Assert.Equal(new Core.Commands.Claim("journal-1", 1), entry.Claim);
        Assert.Equal(ClaimTransaction.EmptyRowVersion, Server.Stat(ZnodeLayout.Row(id, Node))!.Value.Version);
    }
}
