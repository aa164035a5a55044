using Akka.Actor;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Tests.Actors;

/// <summary>
/// Each actor of a node host crashes once at each kind of message that it is ever told, before it is handled and after: with a command, a push,
/// a refusal, an expired session, a lost connection, a deleted registration, a full disk, a refused write, a wait for Chef's lock and a stop around it.
/// Everything comes back with what it must.
/// </summary>
public sealed class CrashAtAnyMessageTests : ActorTests
{
    private readonly NodeHostRig _rig;
    private readonly CrashPlan _plan;
    private string _push = "";

    public CrashAtAnyMessageTests()
    {
        LivesEnd = true;
        _plan = CrashPlans.Of(Sys);
        _rig = new NodeHostRig(this, CrashingMailbox.Id);
    }

    public static TheoryData<string, bool> Messages()
    {
        var data = new TheoryData<string, bool>();
        foreach (var message in CrashMessages.All)
        {
            data.Add(message, false);
            data.Add(message, true);
        }

        return data;
    }

    [Theory]
    [Trait(Suite.Key, Suite.Long)]
    [MemberData(nameof(Messages))]
    public async Task Nothing_starts_twice_each_has_one_result_and_presence_is_there_again(string message, bool isAfter)
    {
        _plan.Set(message, isAfter);
        await LiveThrough();

        // What the watch of alive and the facts have to say comes from other threads.
        await Until(() => _plan.IsDone, "the message came");
        await Holds();
    }

    [Theory]
    [InlineData("chef-runner/HeldDismissed")]
    [InlineData("chef-runner/Observed")]
    [InlineData("chef-runner/Appended")]
    [InlineData("chef-runner/Registered")]
    [InlineData("delivery/Report")]
    [InlineData("delivery/CameTrue")]
    [InlineData("session/Connected")]
    [InlineData("session/Answered")]
    public async Task A_crash_while_a_run_of_an_earlier_life_is_looked_at_changes_nothing_either(string message)
    {
        foreach (var (isAfter, endsMeanwhile, id) in new[] { (false, false, "A"), (true, false, "B"), (false, true, "C"), (true, true, "D") })
        {
            if (_rig.Announcements == 0) await Serve();
            _rig.Dispatch(id);
            for (var i = 0; i < 100 && _rig.Chef.Running == 0; i++) Pass(0.5);
            Assert.Equal(1, _rig.Chef.Running);
            _rig.Session.Tell(Kill.Instance);
            _plan.Set(message, isAfter);
            Pass(0);
            if (endsMeanwhile) _rig.Chef.EndAll();
            await Until(() => _rig.Row(id) is not null && IsAlive, "the result of the run");
            await Until(() => _plan.IsDone, "the message came");
            for (var i = 0; i < 20; i++) Pass(20);
            Assert.Equal((ResultState.Succeeded, 1, (id, 1)), (_rig.Row(id)!.State, _rig.ResultsOf(id), Assert.Single(_rig.Chef.Starts, start => start.Command == id)));
            Assert.Single(_rig.Process.Clients, client => client.IsAlive);
        }
    }

    [Fact]
    public async Task Without_a_crash_all_is_the_same_and_the_list_holds_every_message_that_came()
    {
        await LiveThrough();
        await Holds();
        await Until(() => _plan.Seen.Contains("session/RegistrationWatchEnded", StringComparer.Ordinal), "the watch of alive ended with the session");

        // Whether a write of facts, on its own thread, meets the session's end is chance.
        CrashMessages.Are([.. _plan.Seen.Where(message => message != "facts/Failed")]);
        Assert.Equal(1, _rig.Chef.Lives);
    }

    private Task Serve()
    {
        _rig.Begin();
        return Until(() => _rig.Announcements == 1 && IsAlive, "it serves");
    }

    private async Task LiveThrough()
    {
        await Serve();
        _rig.Dispatch("R1");
        await Until(() => _rig.Row("R1") is not null, "the command has its result");
        _push = Push("""{"run_list":["recipe[a]"]}""");
        await Until(() => Results(_push) > 0, "the push has its result");
        var refused = Push("no JSON");
        await Until(() => Results(refused) > 0, "the refusal is in");
        Server.ExpireAll(_rig.Process);
        await Until(() => IsAlive, "alive in a new session");
        _rig.Process.Disconnect();
        Pass(1);
        _rig.Process.Reconnect();
        await Until(() => IsAlive, "alive after a lost connection");
        Server.Apply("somebody", new ZnodeOperation.Delete(ZnodeLayout.Alive(Node)));
        await Until(() => IsAlive, "alive after somebody deleted it");
        for (var i = 0; i < 10; i++) Pass(10);
        Pass(3600);
        await MeetTrouble();
        _rig.Dispatch("R2");
        await Until(() => _rig.Row("R2") is not null, "the next command has its result");
        await Until(() => IsAlive && _plan.Seen.Contains("facts/Published", StringComparer.Ordinal), "alive at the end");
    }

    private async Task MeetTrouble()
    {
        _rig.Journal.IsFull = true;
        _rig.Dispatch("R3");
        PassSeconds(5);
        _rig.Journal.IsFull = false;
        await Until(() => _rig.Row("R3") is not null, "what came while the disk was full has its result");

        Allow(ZnodePermissions.Read | ZnodePermissions.Admin);
        _rig.Dispatch("R4");
        await Until(() => _rig.Chef.Starts.Contains(("R4", 1)) && _rig.Chef.Running == 0, "it ran");
        PassSeconds(5);
        Allow(ZnodePermissions.All);
        await Until(() => _rig.Row("R4") is not null, "the result that was refused is in");

        _rig.Dispatch("R5");
        for (var i = 0; i < 100 && _rig.Chef.Running == 0; i++) Pass(0.5);
        _rig.Chef.LockHolder = 4711;
        PassSeconds(5);
        _rig.Chef.LockHolder = null;
        var entry = PayloadCodec.Read(Server.Data(ZnodeLayout.Entry(Node, "R5"))!, PayloadJson.Default.Command).Value!;
        Server.Apply("controller", new ZnodeOperation.SetData(ZnodeLayout.Entry(Node, "R5"), PayloadCodec.Write(entry with { Cancel = new Cancel("me@here", Time.GetUtcNow()) }, PayloadJson.Default.Command)));
        PassSeconds(5);
        _rig.Chef.EndAll("2");
        await Until(() => _rig.Row("R5") is not null, "the stopped run has its result");
    }

    private async Task Holds()
    {
        await Until(() => Shown?.State == ActivityState.Idle && Server.Data(ZnodeLayout.Facts(Node)) is { Length: > 0 }, "activity and facts are there");
        string[] commands = ["R1", "R2", "R3", "R4", "R5"];
        Assert.Equal([.. commands.Select(id => (id, 1)), (_push, 1)], _rig.Chef.Starts.Order());
        Assert.All(commands, id => Assert.Equal((id, 1, id == "R5" ? ResultState.Cancelled : ResultState.Succeeded), (id, _rig.ResultsOf(id), _rig.Row(id)!.State)));
        Assert.Equal(1, Results(_push));
        Assert.Equal((0, 0), (_rig.Chef.Held, _rig.Chef.Running));
        Assert.Empty(Server.Children(ZnodeLayout.Inbox(Node)));
        Assert.True(Server.Data(ZnodeLayout.Node(Node)) is null or { Length: 0 });
        Assert.Empty(_rig.Journal.State.Spool);
        Assert.Equal((1, 0), (_rig.Announcements, _rig.Ends));

        // No session of an earlier life lives on.
        Assert.Equal(_rig.Process.Current!.SessionId, Assert.Single(_rig.Process.Clients, client => client.IsAlive).SessionId);
    }

    private void PassSeconds(int seconds)
    {
        for (var i = 0; i < 2 * seconds; i++) Pass(0.5);
    }

    /// <summary>What everybody may do with the node's latest result, without which none is in.</summary>
    private void Allow(ZnodePermissions permissions) =>
        Assert.True(Server.Process("operator").Connect().SetAclAsync(ZnodeLayout.NodeResult(Node), [new Acl(permissions, "world", "anyone")]).IsCompletedSuccessfully);

    private bool IsAlive => _rig.Process.Current is { } session && Server.Stat(ZnodeLayout.Alive(Node))?.EphemeralOwner == session.SessionId;

    private Activity? Shown => PayloadCodec.Read(Server.Data(ZnodeLayout.Activity(Node)) ?? [], PayloadJson.Default.Activity).Value;

    private string Push(string json)
    {
        Server.Apply("somebody", new ZnodeOperation.SetData(ZnodeLayout.Node(Node), System.Text.Encoding.UTF8.GetBytes(json)));
        var id = CommandId.ForSlot(Server.Stat(ZnodeLayout.Node(Node))!.Value.Mzxid);
        Pass(0);
        return id;
    }

    /// <summary>Results of a push that were written to the node's latest.</summary>
    private int Results(string id) => Server.History.Count(write => write.TookEffect && write.Operations.Any(operation =>
        operation is ZnodeOperation.SetData { Data: { } data } && operation.Path == ZnodeLayout.NodeResult(Node) && PayloadCodec.Read(data, PayloadJson.Default.CommandResult).Value?.Command == id));

    /// <summary>Time goes by and what runs ends, until it is so; what other threads still do (facts, the watch of alive) is let come.</summary>
    private Task Until(Func<bool> fact, string what) => Eventually.BecomesTrue(
        () =>
        {
            for (var i = 0; i < 10 && !fact(); i++)
            {
                Pass(0.5);
                _rig.Chef.EndAll();
            }

            return fact();
        },
        $"{what}; the log:\n{string.Join('\n', Logged.Lines.TakeLast(20))}");
}
