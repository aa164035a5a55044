using ChefActors.Core.Commands;
using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Integration.Tests.Fleet;

/// <summary>
/// Node hosts as processes over an embedded server, made once for many kills of a console: <c>web-1</c> to <c>web-3</c> run shortly, <c>slow-1</c> runs until it
/// is stopped; <c>gone-1</c> to <c>gone-50</c> were registered once; <c>idle-1</c> is there and claims nothing (the test's own session).
/// </summary>
public sealed class ControllerFleet : IAsyncLifetime
{
    private const int Gone = 50;
    private EmbeddedFleet _fleet = null!;

    internal IZooKeeperClient Client => _fleet.Client;

    internal string Connect => _fleet.Server.ConnectString;

    internal IReadOnlyList<NodeUnderTest> Web { get; private set; } = [];

    internal NodeUnderTest Slow { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _fleet = await EmbeddedFleet.StartAsync();
        Web = [.. Enumerable.Range(1, 3).Select(i => new NodeUnderTest(Connect, $"web-{i}.example.com") { Seconds = "0.1" })];
        Slow = new NodeUnderTest(Connect, "slow-1.example.com") { Seconds = "60" };
        await Task.WhenAll([.. Web.Select(node => node.Start()), Slow.Start()]);
        for (var i = 1; i <= Gone; i++) await RegisteredOnce($"gone-{i}.example.com");
        await Present(Client, "idle-1.example.com", "journal-idle");
    }

    public async Task DisposeAsync()
    {
        foreach (var node in Web.Append(Slow)) await node.DisposeAsync();
        await _fleet.DisposeAsync();
    }

    /// <summary>Ends the session that owns a rollout, as the servers do some time after its process was killed.</summary>
    internal async Task ExpireOwner(string rollout)
    {
        if (await Client.ExistsAsync(ZnodeLayout.Owner(rollout)) is { } owner) await _fleet.Server.ExpireSessionAsync(owner.EphemeralOwner);
    }

    internal Task<IZooKeeperClient> ConnectAsync() => EmbeddedFleet.ConnectAsync(Connect);

    internal async Task<IReadOnlyList<string>> Rollouts() =>
        await Client.ExistsAsync(ZnodeLayout.Rollouts) is null ? [] : (await Client.GetChildrenAsync(ZnodeLayout.Rollouts)).Names;

    /// <summary>A host that is there as long as the session is.</summary>
    internal async Task<NodeName> Present(IZooKeeperClient client, string name, string journal)
    {
        var node = await RegisteredOnce(name);
        var presence = new Presence { AgentVersion = "0", Pid = 1, BootId = "b", MachineId = "m", Journal = journal, Started = TimeProvider.System.GetUtcNow() };
        await client.MultiAsync(RegistrationTransaction.Register(node, PayloadCodec.Write(presence, PayloadJson.Default.Presence)));
        return node;
    }

    /// <summary>Claims as a host of that journal does, as soon as the rollout dispatched it.</summary>
    internal async Task Claim(IZooKeeperClient client, NodeName node, string rollout, string journal)
    {
        await Eventually.BecomesTrue(async () => await Client.ExistsAsync(ZnodeLayout.Entry(node, rollout)) is not null, "the entry");
        var entry = await client.GetDataAsync(ZnodeLayout.Entry(node, rollout));
        var command = PayloadCodec.Read(entry.Data!, PayloadJson.Default.Command).Value! with { Claim = new Claim(journal, 1) };
        var claimed = await client.MultiAsync(ClaimTransaction.Operations(node, rollout, PayloadCodec.Write(command, PayloadJson.Default.Command), entry.Stat.Version));
        Assert.True(claimed.Succeeded);
    }

    /// <summary>An operator's word: what runs is stopped.</summary>
    internal async Task Abort(string rollout)
    {
        var word = new ControlDocument { Abort = new AbortWord(Interrupt: true, "tests@example", TimeProvider.System.GetUtcNow()) };
        await Client.SetDataAsync(ZnodeLayout.Control(rollout), PayloadCodec.Write(word, PayloadJson.Default.ControlDocument));
    }

    private async Task<NodeName> RegisteredOnce(string name)
    {
        var node = NodeName.Parse(name);
        foreach (var path in RegistrationTransaction.Znodes(node))
        {
            if (await Client.ExistsAsync(path) is null) await Client.CreateAsync(path, []);
        }

        return node;
    }
}
