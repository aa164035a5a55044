using ChefActors.Core.Commands;
using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Tests.Rollouts;

/// <summary>A node host as far as ZooKeeper sees one: registers, claims, sends results. It decides nothing and journals nothing.</summary>
internal sealed class FakeNodeHost(IZooKeeperClient client, string name, string journal = "journal-1")
{
    public NodeName Node { get; } = NodeName.Parse(name);

    /// <summary>What its next results say of updated resources.</summary>
    public int? Updated { get; set; }

    /// <summary>Its machine's boot, by its presence and its results.</summary>
    public string BootId { get; set; } = "boot";

    public async Task RegisterAsync()
    {
        foreach (var path in RegistrationTransaction.Znodes(Node))
        {
            if (await client.ExistsAsync(path) is null) await CreateAsync(path);
        }

        var presence = new Presence { AgentVersion = "0.1.0", Pid = 1, BootId = BootId, MachineId = "machine-" + name, Journal = journal, Started = DateTimeOffset.UnixEpoch };
        var result = await client.MultiAsync(RegistrationTransaction.Register(Node, PayloadCodec.Write(presence, PayloadJson.Default.Presence)));
        Assert.True(result.Succeeded, $"{name}: {result.Error}");
    }

    public Task LeaveAsync() => client.DeleteAsync(ZnodeLayout.Alive(Node));

    public async Task<IReadOnlyList<string>> InboxAsync(WatchHandler? watch = null) => (await client.GetChildrenAsync(ZnodeLayout.Inbox(Node), watch)).Names;

    /// <summary>T5. False: refused.</summary>
    public async Task<bool> ClaimAsync(string command)
    {
        var entry = await client.GetDataAsync(ZnodeLayout.Entry(Node, command));
        var claimed = CommandReader.WithClaim(entry.Data!, new Claim(journal, 1));
        return (await client.MultiAsync(ClaimTransaction.Operations(Node, command, claimed, entry.Stat.Version))).Succeeded;
    }

    /// <summary>T6, as often as it takes: over a stop request, and over a row that says <c>may_still_run</c>.</summary>
    public async Task FinishAsync(string command, ResultState state = ResultState.Succeeded)
    {
        while (true)
        {
            var entry = await client.ExistsAsync(ZnodeLayout.Entry(Node, command));
            var row = await client.GetDataAsync(ZnodeLayout.Row(command, Node));
            var before = row.Data is { Length: > 0 } data ? PayloadCodec.Read(data, PayloadJson.Default.CommandResult).Value : null;
            var result = new CommandResult
            {
                Command = command,
                Rollout = command,
                Node = name,
                State = state,
                Attempt = 1,
                ExitCode = state == ResultState.Succeeded ? 0 : 1,
                Replaces = before?.State,
                Resources = Updated is { } updated ? new ResourceCount(updated, 100) : null,
                BootId = BootId,
            };
            var operations = ResultTransaction.Operations(Node, command, entry?.Version, row.Stat.Version, ResultTrim.ForRow(result), ResultTrim.ForNode(result));
            if ((await client.MultiAsync(operations)).Succeeded) return;
        }
    }

    public async Task<Command> ReadAsync(string command) =>
        PayloadCodec.Read((await client.GetDataAsync(ZnodeLayout.Entry(Node, command))).Data!, PayloadJson.Default.Command).Value!;

    /// <summary>Claims and finishes whatever comes until it is told to stop.</summary>
    public async Task ServeAsync(Func<string, ResultState> run, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var changed = new TaskCompletionSource();
            var commands = await InboxAsync(_ =>
            {
                changed.TrySetResult();
                return ValueTask.CompletedTask;
            });
            foreach (var command in commands)
            {
                if (await ClaimAsync(command)) await FinishAsync(command, run(name));
            }

            await changed.Task.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CreateAsync(string path)
    {
        try
        {
            await client.CreateAsync(path, []);
        }
        catch (NodeExistsException)
        {
            // Another node host made the shared parent.
        }
    }
}
