using ChefActors.ZooKeeper.Embedded.Storage.Disk;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.ZooKeeper.Embedded.Tests.Storage;

/// <summary>Starts servers on disks of a test's.</summary>
internal static class DurableServer
{
    public static Task<EmbeddedZooKeeper> StartAsync(IStoreDisk disk, EmbeddedOptions? options = null, TimeProvider? time = null, ILogger? logger = null) =>
        EmbeddedZooKeeper.StartAsync(options ?? new EmbeddedOptions(), time ?? TimeProvider.System, logger ?? NullLogger.Instance, disk);
}
