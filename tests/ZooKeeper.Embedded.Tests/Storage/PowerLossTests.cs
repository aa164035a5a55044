using ChefActors.Testing;
using ChefActors.ZooKeeper.Embedded.Tests.Tree;
using ChefActors.ZooKeeper.Embedded.Tree;

namespace ChefActors.ZooKeeper.Embedded.Tests.Storage;

/// <summary>Lives of a store that end at any action of the disk, with or without the cache of the system, one after the other in one directory.</summary>
[Trait(Suite.Key, Suite.Long)]
public sealed class PowerLossTests
{
    private const int Lives = 8;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 30)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_was_acknowledged_is_there_after_a_power_loss_at_any_moment(int seed)
    {
        var random = new Random(seed);
        var (disk, promised) = (new PowerLossDisk(), 0L);
        List<string> images = [TreeImage.Of(new ZnodeTree())];
        for (var life = 0; life < Lives; life++)
        {
            // Many actions are the making of room, so most lives get to transactions and snapshots.
            var left = random.Next(3, 250);
            var broken = new IOException("broken");
            disk.Fault = _ => Interlocked.Decrement(ref left) < 0 ? broken : null;
            disk.BytesBeforeFault = random.Next(3) * random.Next(600);
            var history = new StoredHistory(disk, seed + (1000 * life), images);
            await history.LiveAsync(promised, random.Next(1, 60));
            promised = history.Safe;
            disk = random.Next(3) == 0 ? disk.AfterKill() : disk.AfterPowerLoss(seed + life);
        }
    }
}
