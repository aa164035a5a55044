using ChefActors.ZooKeeper.Embedded.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.ZooKeeper.Embedded.Tests.Wire;

/// <summary>A tree that may not grow beyond a size.</summary>
public sealed class TreeLimitTests
{
    private static readonly EmbeddedOptions _limited = new() { MaxTreeBytes = 64 << 10 };

    [Fact]
    public async Task What_would_make_the_tree_too_large_is_refused_by_type_and_what_makes_it_smaller_works()
    {
        await using var server = await EmbeddedZooKeeper.StartAsync(_limited);
        await using var client = await ConnectAsync(server);
        await client.CreateAsync("/a", new byte[60_000]);
        await Assert.ThrowsAsync<QuotaExceededException>(() => client.CreateAsync("/b", new byte[6_000]));
        await Assert.ThrowsAsync<QuotaExceededException>(() => client.SetDataAsync("/a", new byte[66_000]));
        Assert.Null(await client.ExistsAsync("/b"));
        await client.SetDataAsync("/a", new byte[60_001]);
        await client.SetDataAsync("/a", new byte[10]);
        await client.CreateAsync("/b", new byte[60_000]);
        await client.DeleteAsync("/b");
        await client.CreateAsync("/c", new byte[60_000]);
    }

    [Fact]
    public async Task A_transaction_that_does_not_fit_is_refused_as_a_whole_and_one_that_makes_its_own_room_fits()
    {
        await using var server = await EmbeddedZooKeeper.StartAsync(_limited);
        await using var client = await ConnectAsync(server);
        await client.CreateAsync("/a", new byte[40_000]);
        var refused = await client.MultiAsync([new ZnodeOperation.Create("/b", new byte[20_000]), new ZnodeOperation.Create("/c", new byte[20_000])]);
        Assert.Equal((1, ErrorCode.QuotaExceeded), (refused.FailedIndex, refused.Error));
        Assert.Null(await client.ExistsAsync("/b"));
        Assert.True((await client.MultiAsync([new ZnodeOperation.Delete("/a"), new ZnodeOperation.Create("/b", new byte[60_000])])).Succeeded);
    }

    [Fact]
    public async Task A_data_directory_that_holds_more_is_opened_and_shrinks()
    {
        var disk = new PowerLossDisk();
        await using (var before = await DurableServer.StartAsync(disk))
        {
            await using var client = await ConnectAsync(before);
            for (var i = 0; i < 3; i++) await client.CreateAsync($"/a{i}", new byte[40_000]);
        }

        await using var server = await DurableServer.StartAsync(disk.AfterPowerLoss(seed: 1), _limited);
        await using var again = await ConnectAsync(server);
        await Assert.ThrowsAsync<QuotaExceededException>(() => again.CreateAsync("/b", null));
        await again.DeleteAsync("/a0");
        await again.DeleteAsync("/a1");
        await again.CreateAsync("/b", null);
    }

    private static Task<IZooKeeperClient> ConnectAsync(EmbeddedZooKeeper server) =>
        new ZooKeeperConnector(new ZooKeeperOptions(server.ConnectString), TimeProvider.System, NullLoggerFactory.Instance).ConnectAsync(CancellationToken.None);
}
