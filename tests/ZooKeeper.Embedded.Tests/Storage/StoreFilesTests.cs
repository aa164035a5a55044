using ChefActors.ZooKeeper.Embedded.Storage;
using ChefActors.ZooKeeper.Embedded.Storage.Recovery;

namespace ChefActors.ZooKeeper.Embedded.Tests.Storage;

public sealed class StoreFilesTests
{
    [Fact]
    public void Three_snapshots_are_kept_and_the_logs_since_the_oldest_of_them()
    {
        var files = StoreFiles.Of([.. new long[] { 0, 5, 9, 20, 31 }.Select(StoreFileNames.Log), .. new long[] { 31, 5, 9, 20 }.Select(StoreFileNames.Snapshot), "lock", "log.x", "notes.txt"]);
        Assert.Equal([31, 20, 9, 5], files.Snapshots);
        Assert.Equal([StoreFileNames.Snapshot(5), StoreFileNames.Log(0), StoreFileNames.Log(5)], files.Superfluous());
        Assert.Equal([20, 31], files.LogsFrom(20));
    }

    [Fact]
    public void While_there_are_fewer_than_three_nothing_goes() =>
        Assert.Empty(StoreFiles.Of([StoreFileNames.Log(0), StoreFileNames.Log(5), StoreFileNames.Log(9), StoreFileNames.Snapshot(5), StoreFileNames.Snapshot(9)]).Superfluous());

    [Fact]
    public void Only_names_as_they_are_written_are_files_of_the_store()
    {
        Assert.Equal(0x1f, StoreFileNames.ZxidOfLog("log.000000000000001f"));
        Assert.All(["log.1f", "log.000000000000001F0", "snapshot.000000000000001f", "log.000000000000001f.new", "log.ffffffffffffffff", "log.+00000000000001f"], name => Assert.Null(StoreFileNames.ZxidOfLog(name)));
        Assert.True(StoreFileNames.IsUnfinished(StoreFileNames.Snapshot(1) + StoreFileNames.Unfinished));
        Assert.False(StoreFileNames.IsUnfinished("mine.new"));
    }

    [Fact]
    public void A_snapshot_is_due_by_transactions_or_by_bytes_but_not_when_it_would_dwarf_the_log()
    {
        var policy = new SnapshotPolicy(everyTransactions: 10, everyBytes: 1000);
        policy.Begun(100);
        Assert.False(policy.IsDue(109));
        Assert.True(policy.IsDue(110));
        policy.Written(999);
        Assert.False(policy.IsDue(101));
        policy.Written(1);
        Assert.True(policy.IsDue(101));
        policy.Begun(101);
        policy.Finished(bytes: 5000);
        policy.Written(2499);
        Assert.False(policy.IsDue(200));
        policy.Written(1);
        Assert.True(policy.IsDue(200));
    }
}
