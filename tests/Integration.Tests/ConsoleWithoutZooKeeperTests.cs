using System.Diagnostics;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests;

public sealed class ConsoleWithoutZooKeeperTests
{
    [Theory]
    [InlineData("nodes")]
    [InlineData("push", "recipe[a]", "--to", "web-1")]
    [InlineData("rollout", "list")]
    public async Task It_ends_with_3_within_15_seconds_and_names_the_servers(params string[] verb)
    {
        var nobody = $"127.0.0.1:{LoopbackPorts.Take()}";
        var watch = Stopwatch.StartNew();
        var (exitCode, _, errors) = await new ConsoleUnderTest(nobody).Run(verb);
        Assert.Equal(3, exitCode);
        Assert.Contains(errors, line => line.Contains(nobody, StringComparison.Ordinal));
        Assert.Contains(errors, line => line.Contains($"(the latest: {nobody}: Connection refused).", StringComparison.Ordinal));

        // The contract's own bound, with room for a busy machine's process start.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(25), $"it took {watch.Elapsed}");
    }
}
