using System.Text;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.Integration.Tests.Fleet;

namespace ChefActors.Integration.Tests;

public sealed class NodeHostSlotTests : IAsyncLifetime
{
    private EmbeddedFleet _fleet = null!;
    private NodeUnderTest _node = null!;

    public async Task InitializeAsync()
    {
        _fleet = await EmbeddedFleet.StartAsync();
        _node = new NodeUnderTest(_fleet.Server.ConnectString);
        await _node.Start();
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _fleet.DisposeAsync();
    }

    [Fact]
    public async Task A_push_converges_just_that_and_empties_the_slot()
    {
        var id = await _node.Push(_fleet.Client, """{"run_list":["recipe[cookbook_c]"],"motd":{"text":"$(id); `id`"}}""");
        var result = await _node.Latest(_fleet.Client, id);
        Assert.Equal((ResultState.Succeeded, 0), (result.State, result.ExitCode));
        Assert.Equal(new ResourceCount(3, 3), result.Resources);
        var arguments = Assert.Single(_node.Starts.Arguments);
        Assert.Contains("--override-runlist", arguments);
        Assert.Contains("recipe[cookbook_c]", arguments);
        await _node.IsEmpty(_fleet.Client);
    }

    [Fact]
    public async Task A_push_that_comes_during_a_run_is_run_next_and_one_that_was_overwritten_never_existed()
    {
        _node.Seconds = "1.5";
        await _node.Kill();
        await _node.Start();
        var first = await _node.Push(_fleet.Client, """{"run_list":["recipe[first]"]}""");
        await Testing.Eventually.BecomesTrue(() => _node.Starts.Starts == 1, "the first run");
        await _node.Push(_fleet.Client, """{"run_list":["recipe[overwritten]"]}""");
        var last = await _node.Push(_fleet.Client, """{"run_list":["recipe[last]"]}""");
        Assert.Equal(ResultState.Succeeded, (await _node.Latest(_fleet.Client, first)).State);
        Assert.Equal(ResultState.Succeeded, (await _node.Latest(_fleet.Client, last)).State);
        Assert.Equal(2, _node.Starts.Starts);
        Assert.DoesNotContain(_node.Starts.Arguments, arguments => arguments.Contains("recipe[overwritten]"));
        await _node.IsEmpty(_fleet.Client);
    }

    [Fact]
    public async Task What_is_no_push_is_rejected_with_its_reason_and_nothing_is_lost()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200);
        (byte[] Data, string Code)[] pushes =
        [
            (Encoding.UTF8.GetBytes("converge please"), ReasonCode.BadJson),
            (Encoding.UTF8.GetBytes("[1,2]"), ReasonCode.BadJson),
            (Encoding.UTF8.GetBytes("{}"), ReasonCode.BadRunList),
            (Encoding.UTF8.GetBytes("""{"run_list":[]}"""), ReasonCode.BadRunList),
            (Encoding.UTF8.GetBytes("""{"run_list":"recipe[a]"}"""), ReasonCode.BadRunList),
            (Encoding.UTF8.GetBytes("""{"run_list":[1]}"""), ReasonCode.BadRunList),
            (Encoding.UTF8.GetBytes("""{"run_list":["recipe[a]"],"chef_environment":"prod"}"""), ReasonCode.NotAllowed),
            (Encoding.UTF8.GetBytes("{\"run_list\":[\"recipe[a]\"],\"x\":\"" + new string('x', 900_000) + "\"}"), ReasonCode.TooLarge),
            (Encoding.UTF8.GetBytes(deep), ReasonCode.BadJson),
            ([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d], ReasonCode.BadJson),
            (Encoding.UTF8.GetBytes("""{"run_list":["recipe[a],recipe[b]"]}"""), ReasonCode.BadRunList),
            (Encoding.UTF8.GetBytes("""{"run_list":["recipe[a b]"]}"""), ReasonCode.BadRunList),
            (Encoding.UTF8.GetBytes("""{"run_list":["recipe[a];id"]}"""), ReasonCode.BadRunList),
            (Encoding.UTF8.GetBytes("""{"run_list":["$(id)"]}"""), ReasonCode.BadRunList),
            (Encoding.UTF8.GetBytes("""{"run_list":["recipe[..]"]}"""), ReasonCode.BadRunList),
            (Encoding.UTF8.GetBytes("""{"run_list":["-z"]}"""), ReasonCode.BadRunList),
        ];
        foreach (var (data, code) in pushes)
        {
            var stat = await _fleet.Client.SetDataAsync(ZnodeLayout.Node(_node.Name), data);
            var result = await _node.Latest(_fleet.Client, Core.Commands.CommandId.ForSlot(stat.Mzxid));
            Assert.Equal((ResultState.Rejected, code), (result.State, result.Reason?.Code));
            Assert.NotEmpty(result.Reason!.Text);
            await _node.IsEmpty(_fleet.Client);
        }

        Assert.Equal(0, _node.Starts.Starts);
        Assert.Equal(ResultState.Succeeded, (await _node.Latest(_fleet.Client, await _node.Push(_fleet.Client, """{"run_list":["recipe[a]"]}"""))).State);
    }
}
