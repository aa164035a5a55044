using ChefActors.Core.Znodes;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Integration.Tests;

/// <summary>A console is killed while it drives a push over a real ensemble, its ZooKeeper leader with it; another takes over: the counts add up.</summary>
public sealed class ControllerCrashTests
{
    [Theory]
    [Trait("needs", "debian")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_killed_console_loses_and_doubles_nothing(bool leaderToo)
    {
        await using var ensemble = await RealZooKeeper.StartAsync(3);
        await using var client = await EmbeddedFleet.ConnectAsync(ensemble.ConnectString);
        var nodes = Enumerable.Range(1, 4).Select(i => new NodeUnderTest(ensemble.ConnectString, $"web-{i}.example.com") { Seconds = "2" }).ToList();
        try
        {
            await Task.WhenAll(nodes.Select(node => node.Start()));
            var console = new ConsoleUnderTest(ensemble.ConnectString);
            await using var push = console.Launch("push", "recipe[cookbook_c]", "--to", "*", "--parallel", "2");
            await Eventually.BecomesTrue(() => nodes.Any(node => node.Starts.Starts > 0), $"the first runs; console:\n{push.Tail()}", TimeSpan.FromSeconds(40));
            await push.Kill();
            await push.WaitForExit();
            if (leaderToo) await ensemble.Kill(await ensemble.Leader());
            var rollout = Assert.Single(await Children(client));

            // The dead console's owner znode stands until its session has ended; until then nobody else may drive.
            var exitCode = -1;
            await Eventually.BecomesTrue(
                async () => (exitCode = (await console.Run("rollout", "watch", rollout, "--drive")).ExitCode) is 0 or 1, "the takeover", TimeSpan.FromSeconds(90));
            Assert.Equal(0, exitCode);
            var (_, json) = await console.Json("rollout", "show", rollout);
            var counts = json.GetProperty("counts").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt32());
            Assert.Equal((4, 4), (counts["targets"], counts["succeeded"]));
            foreach (var node in nodes)
            {
                Assert.Equal((1, 1), (node.Starts.Starts, node.Starts.Ends));
                await node.IsEmpty(client);
            }
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
        }
    }

    private static async Task<IReadOnlyList<string>> Children(IZooKeeperClient client)
    {
        while (true)
        {
            try
            {
                return (await client.GetChildrenAsync(ZnodeLayout.Rollouts)).Names;
            }
            catch (ConnectionLossException)
            {
                // The client waits for the next leader by itself; the request that was in flight is repeated.
            }
        }
    }
}
