using ChefActors.ZooKeeper;
using static ChefActors.ZooKeeper.ZnodeOperation;

namespace ChefActors.Conformance.Tests;

public abstract partial class ZooKeeperConformance
{
    [Fact]
    public async Task A_transaction_is_one_zxid_and_answers_each_operation()
    {
        await Create("set");
        await Create("delete");
        var result = await Client.MultiAsync(
            [new Create(At("new"), Bytes("n")), new SetData(At("set"), Bytes("s"), 0), new Delete(At("delete")), new Check(At("set"), 1)]);
        Assert.True(result.Succeeded);
        Assert.All(result.Operations, operation => Assert.Equal(ErrorCode.Ok, operation.Error));
        Assert.Equal(At("new"), result.Operations[0].Path);
        Assert.Equal(await StatOf(At("set")), result.Operations[1].Stat);
        Assert.Equal((await StatOf(At("new"))).Czxid, result.Operations[1].Stat!.Value.Mzxid);
        Assert.Null(await Client.ExistsAsync(At("delete")));
    }

    [Fact]
    public async Task A_create_in_a_transaction_is_answered_without_a_Stat_and_a_set_behind_it_tells_it()
    {
        var result = await Client.MultiAsync([new Create(At("a"), Bytes("x")), new SetData(At("a"), Bytes("x"), 0)]);
        Assert.Equal((At("a"), (Stat?)null), (result.Operations[0].Path, result.Operations[0].Stat));
        Assert.Equal(await StatOf(At("a")), result.Operations[1].Stat);
    }

    [Fact]
    public async Task A_refused_operation_refuses_all_and_the_answer_tells_which()
    {
        await Create("a", "old");
        var before = await StatOf(_root);
        var result = await Client.MultiAsync(
            [new SetData(At("a"), Bytes("new")), new Create(At("b"), null), new Check(At("a"), 7), new Delete(At("a")), new Create(At("c"), null)]);
        Assert.Equal(
            [ErrorCode.Ok, ErrorCode.Ok, ErrorCode.BadVersion, ErrorCode.RuntimeInconsistency, ErrorCode.RuntimeInconsistency],
            result.Operations.Select(operation => operation.Error));
        Assert.Equal((2, ErrorCode.BadVersion, false), (result.FailedIndex, result.Error, result.Succeeded));
        Assert.Equal(Bytes("old"), (await Client.GetDataAsync(At("a"))).Data);
        Assert.Equal(before, await StatOf(_root));
    }

    [Fact]
    public async Task A_refused_transaction_gives_its_sequential_number_back()
    {
        await Create("p");
        var result = await Client.MultiAsync([new Create(At("p/n-"), null, CreateMode.PersistentSequential), new Check(At("missing"))]);
        Assert.Equal((1, ErrorCode.NoNode), (result.FailedIndex, result.Error));
        Assert.Equal(At("p/n-0000000000"), (await Create("p/n-", "", CreateMode.PersistentSequential)).Path);
    }

    public static TheoryData<string, ErrorCode> Refusals => new()
    {
        { "create-existing", ErrorCode.NodeExists },
        { "create-orphan", ErrorCode.NoNode },
        { "create-below-ephemeral", ErrorCode.NoChildrenForEphemerals },
        { "delete-missing", ErrorCode.NoNode },
        { "delete-parent", ErrorCode.NotEmpty },
        { "delete-version", ErrorCode.BadVersion },
        { "set-missing", ErrorCode.NoNode },
        { "set-version", ErrorCode.BadVersion },
        { "check-missing", ErrorCode.NoNode },
        { "check-version", ErrorCode.BadVersion },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Each_operation_of_a_transaction_is_refused_with_its_own_code(string what, ErrorCode expected)
    {
        await Create("p");
        await Create("p/child");
        await Create("e", "", CreateMode.Ephemeral);
        ZnodeOperation operation = what switch
        {
            "create-existing" => new Create(At("p"), null),
            "create-orphan" => new Create(At("missing/a"), null),
            "create-below-ephemeral" => new Create(At("e/a"), null),
            "delete-missing" => new Delete(At("missing")),
            "delete-parent" => new Delete(At("p")),
            "delete-version" => new Delete(At("p/child"), 3),
            "set-missing" => new SetData(At("missing"), null),
            "set-version" => new SetData(At("p"), null, 3),
            "check-missing" => new Check(At("missing")),
            "check-version" => new Check(At("p"), 3),
            _ => throw new ArgumentException(what, nameof(what)),
        };
        var result = await Client.MultiAsync([new Create(At("other"), null), operation]);
        Assert.Equal([ErrorCode.Ok, expected], result.Operations.Select(o => o.Error));
        Assert.Null(await Client.ExistsAsync(At("other")));
    }

    [Fact]
    public async Task Later_operations_see_what_earlier_ones_did()
    {
        var result = await Client.MultiAsync(
        [
            new Create(At("p"), null), new Create(At("p/a"), null), new SetData(At("p"), Bytes("1"), 0), new SetData(At("p"), Bytes("2"), 1),
            new Check(At("p"), 2), new Delete(At("p/a"), 0),
        ]);
        Assert.True(result.Succeeded);
        var (data, stat) = await Client.GetDataAsync(At("p"));
        Assert.Equal(Bytes("2"), data);
        Assert.Equal((2, 0, 2), (stat.Version, stat.NumChildren, stat.Cversion));
    }

    [Fact]
    public async Task A_znode_can_be_deleted_and_created_in_one_transaction()
    {
        await Create("a", "old");
        var result = await Client.MultiAsync([new Delete(At("a"), 0), new Create(At("a"), Bytes("new"), CreateMode.Ephemeral)]);
        Assert.True(result.Succeeded);
        Assert.Equal(Client.SessionId, (await StatOf(At("a"))).EphemeralOwner);
    }

    [Fact]
    public async Task Sequential_names_in_a_transaction_are_answered()
    {
        await Create("p");
        var result = await Client.MultiAsync(
            [new Create(At("p/n-"), null, CreateMode.PersistentSequential), new Create(At("p/n-"), null, CreateMode.EphemeralSequential)]);
        Assert.Equal([At("p/n-0000000000"), At("p/n-0000000001")], result.Operations.Select(operation => operation.Path));
    }

    [Fact]
    public async Task A_check_of_any_version_asks_for_existence()
    {
        await Create("a");
        await Client.SetDataAsync(At("a"), null);
        Assert.True((await Client.MultiAsync([new Check(At("a"))])).Succeeded);
    }

    [Fact]
    public async Task An_empty_transaction_succeeds() => Assert.True((await Client.MultiAsync([])).Succeeded);
}
