using ChefActors.Testing;
using ChefActors.ZooKeeper.Tests.Scripted;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Tests.Watches;

/// <summary>Servers that do not know what the client asks for: an answer, at most one connection lost, no loop.</summary>
public sealed class OlderServerTests
{
    public static TheoryData<string, string> Operations => new()
    {
        { "multiRead", "3.6.0" }, { "getEphemerals", "3.6.0" }, { "getAllChildrenNumber", "3.6.0" }, { "whoAmI", "3.7.0" }, { "addWatch", "3.6.0" },
        { "createContainer", "3.5.0" }, { "createTTL", "3.5.3" },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task An_operation_that_the_server_does_not_know_says_its_name_and_since_when_and_the_session_goes_on(string operation, string since)
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync();
        await using var _ = client;
        var asking = AskAsync(client, operation);
        var request = await link.ReadAsync();
        Assert.Equal(operation, OpCode.NameOf(request.Header.Type));
        await link.ReplyAsync(request, error: ErrorCode.Unimplemented);
        link.Drop();
        var refused = await Assert.ThrowsAsync<UnimplementedException>(() => asking.WaitAsync(ScriptedLink.Bound));
        Assert.Equal((operation, since), (refused.Operation, refused.Since));
        Assert.Contains($"the server does not know {operation}; servers do since {since}", refused.Message, StringComparison.Ordinal);

        // The next connection is not broken by it: the first thing on it is the next request.
        var next = await server.AcceptAsync();
        var after = client.DeleteAsync("/a");
        await next.AnswerAsync(OpCode.Delete);
        await after.WaitAsync(ScriptedLink.Bound);
    }

    [Fact]
    public async Task Watches_that_stay_end_when_the_session_moves_to_a_server_that_knows_none_and_the_others_are_set_there()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync();
        await using var _ = client;
        var adding = client.AddWatchAsync("/stays", WatchMode.PersistentRecursive);
        await link.AnswerAsync(OpCode.AddWatch, writer => writer.WriteInt(0));
        await using var events = (await adding.WaitAsync(ScriptedLink.Bound)).GetAsyncEnumerator();
        var asking = client.ExistsAsync("/once", _ => default);
        await link.AnswerAsync(OpCode.Exists, error: ErrorCode.NoNode);
        await asking.WaitAsync(ScriptedLink.Bound);
        link.Drop();
        var older = await server.AcceptAsync();
        var again = await older.AnswerAsync(OpCode.SetWatches2, error: ErrorCode.Unimplemented);
        Assert.Equal(Xid.SetWatches, again.Header.Xid);
        Assert.Equal(WatchEventType.Resync, (await NextAsync(events)).Type);
        Assert.Equal(new WatchEvent(WatchEventType.None, SessionState.Connected, "/stays"), await NextAsync(events));
        Assert.False(await events.MoveNextAsync().AsTask().WaitAsync(ScriptedLink.Bound));
        older.Drop();
        var next = await server.AcceptAsync();
        Assert.Equal("/once", Assert.Single(Decode(await next.AnswerAsync(OpCode.SetWatches)).Exist));
        await Eventually.BecomesTrue(() => client.State == SessionState.Connected, "connected again");
    }

    [Fact]
    public async Task A_watch_that_was_not_set_when_the_connection_went_is_not_set_again_and_says_so()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync();
        await using var _ = client;
        var adding = client.AddWatchAsync("/a", WatchMode.Persistent);
        await link.ReadAsync();
        link.Drop();
        await Assert.ThrowsAsync<ConnectionLossException>(() => adding.WaitAsync(ScriptedLink.Bound));
        var next = await server.AcceptAsync();
        var after = client.DeleteAsync("/b");
        await next.AnswerAsync(OpCode.Delete);
        await after.WaitAsync(ScriptedLink.Bound);
    }

    [Fact]
    public async Task A_watch_whose_asker_gave_up_is_taken_back()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync();
        await using var _ = client;
        using var patience = new CancellationTokenSource();
        var adding = client.AddWatchAsync("/a", WatchMode.Persistent, patience.Token);
        var request = await link.ReadAsync();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding.WaitAsync(ScriptedLink.Bound));
        await link.ReplyAsync(request, writer => writer.WriteInt(0));
        Assert.Equal("/a", (await link.AnswerAsync(OpCode.RemoveWatches)).Path);
    }

    [Fact]
    public async Task A_server_before_3_9_is_asked_by_path_when_it_knows_no_type_of_its_own_and_only_once()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync();
        await using var _ = client;
        foreach (var (path, types) in new[] { ("/a", new[] { 4, 3 }), ("/b", [3]) })
        {
            var adding = client.AddWatchAsync(path, WatchMode.Persistent);
            await link.AnswerAsync(OpCode.AddWatch, writer => writer.WriteInt(0));
            var leaving = (await adding.WaitAsync(ScriptedLink.Bound)).DisposeAsync().AsTask();
            foreach (var type in types)
            {
                var request = await link.AnswerAsync(OpCode.RemoveWatches, error: type == 4 ? ErrorCode.MarshallingError : ErrorCode.Ok);
                Assert.Equal((path, type), TypeOf(request));
            }

            await leaving.WaitAsync(ScriptedLink.Bound);
        }
    }

    [Fact]
    public async Task A_server_before_3_9_keeps_a_watch_while_others_of_the_path_are_needed()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync();
        await using var _ = client;
        var asking = client.ExistsAsync("/a", _ => default);
        await link.AnswerAsync(OpCode.Exists, error: ErrorCode.NoNode);
        await asking.WaitAsync(ScriptedLink.Bound);
        var adding = client.AddWatchAsync("/a", WatchMode.Persistent);
        await link.AnswerAsync(OpCode.AddWatch, writer => writer.WriteInt(0));
        var leaving = (await adding.WaitAsync(ScriptedLink.Bound)).DisposeAsync().AsTask();
        await link.AnswerAsync(OpCode.RemoveWatches, error: ErrorCode.MarshallingError);
        await leaving.WaitAsync(ScriptedLink.Bound);
        var after = client.DeleteAsync("/b");
        await link.AnswerAsync(OpCode.Delete);
        await after.WaitAsync(ScriptedLink.Bound);
    }

    [Fact]
    public async Task A_read_that_relied_on_a_watch_which_goes_before_the_answer_is_told_to_read_again()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync();
        await using var _ = client;
        var adding = client.AddWatchAsync("/a", WatchMode.Persistent);
        await link.AnswerAsync(OpCode.AddWatch, writer => writer.WriteInt(0));
        var watch = await adding.WaitAsync(ScriptedLink.Bound);
        var told = new TaskCompletionSource<WatchEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = client.ExistsAsync("/a", e =>
        {
            told.TrySetResult(e);
            return default;
        });
        var request = await link.ReadAsync();
        Assert.Equal(0, request.Body[^1]);
        var leaving = watch.DisposeAsync().AsTask();
        await link.ReplyAsync(request, error: ErrorCode.NoNode);
        Assert.Null(await reading.WaitAsync(ScriptedLink.Bound));
        Assert.Equal(new WatchEvent(WatchEventType.Resync, SessionState.Connected, "/a"), await told.Task.WaitAsync(ScriptedLink.Bound));
        await link.AnswerAsync(OpCode.RemoveWatches);
        await leaving.WaitAsync(ScriptedLink.Bound);
    }

    private static Task AskAsync(IZooKeeperClient client, string operation) => operation switch
    {
        "multiRead" => client.MultiReadAsync([]),
        "getEphemerals" => client.GetEphemeralsAsync(),
        "getAllChildrenNumber" => client.GetAllChildrenNumberAsync("/a"),
        "whoAmI" => client.WhoAmIAsync(),
        "addWatch" => client.AddWatchAsync("/a", WatchMode.Persistent),
        "createContainer" => client.CreateAsync("/a", null, CreateMode.Container),
        "createTTL" => client.CreateAsync("/a", null, CreateMode.PersistentWithTtl, TimeSpan.FromSeconds(1)),
        _ => throw new ArgumentException(operation, nameof(operation)),
    };

    private static async Task<WatchEvent> NextAsync(IAsyncEnumerator<WatchEvent> events)
    {
        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(ScriptedLink.Bound));
        return events.Current;
    }

    private static SetWatchesRequest Decode(ScriptedRequest request)
    {
        var reader = new JuteReader(request.Body);
        return SetWatchesRequest.Read(ref reader);
    }

    private static (string Path, int Type) TypeOf(ScriptedRequest request)
    {
        var reader = new JuteReader(request.Body);
        var record = PathTypeRequest.Read(ref reader);
        return (record.Path, record.Type);
    }
}
