using ChefActors.ZooKeeper;

namespace ChefActors.Conformance.Tests;

public abstract partial class ZooKeeperConformance
{
    /// <summary>
    /// Which fields of the Stat of z a change sets anew, and how much it adds to the counters. "zxid" is the change's own. z holds four bytes and
    /// has the child c.
    /// </summary>
    public static TheoryData<string, string> ChangesOfStat => new()
    {
        { "set z", "mzxid version+1 dataLength=5" },
        { "set z to the same", "mzxid version+1 dataLength=4" },
        { "set z to null", "mzxid version+1 dataLength=0" },
        { "set the ACL of z", "aversion+1" },
        { "create a child", "pzxid cversion+1 numChildren+1" },
        { "create an ephemeral child", "pzxid cversion+1 numChildren+1" },
        { "create a sequential child", "pzxid cversion+1 numChildren+1" },
        { "create a container child", "pzxid cversion+1 numChildren+1" },
        { "create a child with a time to live", "pzxid cversion+1 numChildren+1" },
        { "delete the child", "pzxid cversion+1 numChildren-1" },
        { "set the child", "" },
        { "set the ACL of the child", "" },
        { "create a grandchild", "" },
        { "read z", "" },
        { "set z in a transaction", "mzxid version+1 dataLength=0" },
        { "create a child in a transaction", "pzxid cversion+1 numChildren+1" },
        { "replace the child in a transaction", "pzxid cversion+2" },
        { "set z in a refused transaction", "" },
    };

    [Theory]
    [MemberData(nameof(ChangesOfStat))]
    public async Task A_change_shows_in_its_own_fields_of_the_Stat_and_in_no_others(string change, string fields)
    {
        await Create("z", "same");
        await Create("z/c");
        var before = await StatOf(At("z"));
        await MakeOfStat(change);
        var after = await StatOf(At("z"));
        var expected = before with { Mtime = after.Mtime };
        Assert.True(after.Mtime >= before.Mtime);
        foreach (var field in fields.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            // A change of z is its last transaction; the child's own zxid tells that of a child.
            expected = field switch
            {
                "mzxid" => expected with { Mzxid = Later(before.Mzxid, after.Mzxid) },
                "pzxid" => expected with { Pzxid = Later(before.Pzxid, after.Pzxid) },
                "version+1" => expected with { Version = before.Version + 1 },
                "aversion+1" => expected with { Aversion = before.Aversion + 1 },
                "cversion+1" => expected with { Cversion = before.Cversion + 1 },
                "cversion+2" => expected with { Cversion = before.Cversion + 2 },
                "numChildren+1" => expected with { NumChildren = before.NumChildren + 1 },
                "numChildren-1" => expected with { NumChildren = before.NumChildren - 1 },
                "dataLength=0" => expected with { DataLength = 0 },
                "dataLength=4" => expected with { DataLength = 4 },
                "dataLength=5" => expected with { DataLength = 5 },
                _ => throw new ArgumentException(field, nameof(fields)),
            };
        }

        Assert.Equal(expected, after);
        if (!fields.Contains("mzxid", StringComparison.Ordinal)) Assert.Equal(before.Mtime, after.Mtime);
    }

    [Theory]
    [InlineData(CreateMode.Persistent)]
    [InlineData(CreateMode.Ephemeral)]
    [InlineData(CreateMode.PersistentSequential)]
    [InlineData(CreateMode.EphemeralSequential)]
    [InlineData(CreateMode.Container)]
    [InlineData(CreateMode.PersistentWithTtl)]
    [InlineData(CreateMode.PersistentSequentialWithTtl)]
    public async Task Whatever_is_created_has_the_Stat_of_a_new_znode(CreateMode mode)
    {
        await Create("p");
        var (path, stat) = await CreateAs("p/n", mode, "123");
        var owner = mode is CreateMode.Ephemeral or CreateMode.EphemeralSequential ? Client.SessionId : 0;
        Assert.Equal(new Stat(stat.Czxid, stat.Czxid, stat.Ctime, stat.Ctime, 0, 0, 0, owner, 3, 0, stat.Czxid), stat);
        Assert.Equal(stat, await StatOf(path));
        Assert.Equal(stat.Czxid, (await StatOf(At("p"))).Pzxid);
        Assert.Equal(path.EndsWith("0000000000", StringComparison.Ordinal), path != At("p/n"));
    }

    [Theory]
    [InlineData("getData")]
    [InlineData("getChildren")]
    [InlineData("getACL")]
    [InlineData("multiRead")]
    public async Task Every_read_tells_the_same_Stat(string read)
    {
        await Create("z", "12");
        await Create("z/c");
        var stat = read switch
        {
            "getData" => (await Client.GetDataAsync(At("z"))).Stat,
            "getChildren" => (await Client.GetChildrenAsync(At("z"))).Stat,
            "getACL" => (await Client.GetAclAsync(At("z"))).Stat,
            "multiRead" => (await Client.MultiReadAsync([new ZnodeRead.GetData(At("z"))]))[0].Data!.Stat,
            _ => throw new ArgumentException(read, nameof(read)),
        };
        Assert.Equal(await StatOf(At("z")), stat);
    }

    private static long Later(long before, long after)
    {
        Assert.True(after > before, $"{after} is not after {before}");
        return after;
    }

    private Task MakeOfStat(string change) => change switch
    {
        "set z to null" => Client.SetDataAsync(At("z"), null),
        "create an ephemeral child" => Create("z/new", mode: CreateMode.Ephemeral),
        "create a sequential child" => Create("z/new", mode: CreateMode.PersistentSequential),
        "create a container child" => CreateAs("z/new", CreateMode.Container),
        "create a child with a time to live" => CreateAs("z/new", CreateMode.PersistentWithTtl),
        "set the ACL of the child" => Client.SetAclAsync(At("z/c"), [CookAll, .. Acl.OpenUnsafe]),
        "replace the child in a transaction" => Client.MultiAsync([new ZnodeOperation.Delete(At("z/c")), new ZnodeOperation.Create(At("z/c"), null)]),
        _ => Make(change),
    };
}
