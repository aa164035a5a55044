using ChefActors.ZooKeeper;

namespace ChefActors.Conformance.Tests;

public abstract partial class ZooKeeperConformance
{
    /// <summary>What a watch on z is told after a reconnect of what happened meanwhile, and of setting z and adding a child afterwards when it still waits.</summary>
    public static TheoryData<string, string, string> WatchesAndMissedChanges => new()
    {
        { "exists", "create z", $"{Created} z" },
        { "exists", "create and delete z", $"{Created} z" },
        { "exists", "set z", $"{Changed} z" },
        { "exists", "delete z", $"{Deleted} z" },
        { "exists", "create a child", $"{Changed} z" },
        { "exists", "set the ACL of z", $"{Changed} z" },
        { "data", "set z", $"{Changed} z" },
        { "data", "set z twice", $"{Changed} z" },
        { "data", "delete z", $"{Deleted} z" },
        { "data", "delete and create z", $"{Changed} z" },
        { "data", "create a child", $"{Changed} z" },
        { "data", "set the child", $"{Changed} z" },
        { "data", "set z in a refused transaction", $"{Changed} z" },
        { "children", "create a child", $"{Children} z" },
        { "children", "delete the child", $"{Children} z" },
        { "children", "delete z", $"{Deleted} z" },
        { "children", "set z", $"{Children} z" },
        { "children", "set the child", $"{Children} z" },
        { "persistent", "set z", $"Resync z, {Changed} z, {Children} z" },
        { "persistent", "create a child", $"Resync z, {Changed} z, {Children} z" },
        { "recursive", "set z", $"Resync z, {Changed} z, {Created} z/after" },
        { "recursive", "set the child", $"Resync z, {Changed} z, {Created} z/after" },
    };

    [Theory]
    [MemberData(nameof(WatchesAndMissedChanges))]
    public async Task A_watch_is_told_after_a_reconnect_what_it_missed_or_waits_on(string watch, string change, string expected)
    {
        if (change is not ("create z" or "create and delete z")) await Create("z", "same");
        if (change is not ("create z" or "create and delete z" or "delete z" or "delete and create z")) await Create("z/c");
        var (client, proxy) = await ConnectThroughProxy();
        var (own, seen) = (Client, new WatchRecorder());
        Client = client;
        await Set(watch, seen);
        Client = own;
        await Lose(client, proxy);
        await Make(change);
        await Regain(client, proxy);
        await client.SyncAsync(_root);
        if (await Client.ExistsAsync(At("z")) is null) await Create("z");
        await Client.SetDataAsync(At("z"), Bytes("after"));
        await Create("z/after");
        var told = new List<string>();
        for (var left = expected.Split(',').Length; left > 0; left--)
        {
            var one = await seen.Next();
            told.Add($"{one.Type} {one.Path[(_root.Length + 1)..]}");
        }

        Assert.Equal(expected, string.Join(", ", told));
        await AllEventsAreIn(client);
        Assert.Empty(seen.TakeAll());
    }
}
