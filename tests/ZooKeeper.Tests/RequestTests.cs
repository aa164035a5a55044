using ChefActors.Testing;
using ChefActors.ZooKeeper.Tests.Scripted;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Tests;

public sealed class RequestTests
{
    private static readonly Stat _stat = new(1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1);

    [Fact]
    public async Task A_request_above_the_limit_fails_alone_and_is_not_sent()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync(options => options with { RequestLimit = 2048 });
        await using var _ = client;
        var tooLarge = await Assert.ThrowsAsync<RequestTooLargeException>(() => client.SetDataAsync("/a", new byte[2048]));
        Assert.Equal(2048, tooLarge.Limit);
        var next = client.DeleteAsync("/b");
        Assert.Equal("/b", (await link.AnswerAsync(OpCode.Delete)).Path);
        await next.WaitAsync(ScriptedLink.Bound);
    }

    [Fact]
    public async Task A_refusal_of_a_size_names_the_option_that_says_it()
    {
        await using var server = new ScriptedServer();
        await using var client = (await server.ConnectAsync(options => options with { RequestLimit = 2048 })).Client;
        var tooLarge = await Assert.ThrowsAsync<RequestTooLargeException>(() => client.SetDataAsync("/a", new byte[2048]));
        Assert.Contains("at most 2048 are sent (ZooKeeperOptions.RequestLimit", tooLarge.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_above_the_limit_fails_its_own_request_by_type_and_the_session_goes_on()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync(options => options with { AnswerLimit = 4096 });
        await using var _ = client;
        var (reading, behind) = (client.GetDataAsync("/large"), client.DeleteAsync("/behind"));
        var request = await link.ReadAsync();
        await link.ReadAsync();
        await link.ReplyAsync(request, new DataResponse(new byte[4096], _stat).Write);
        var tooLarge = await Assert.ThrowsAsync<AnswerTooLargeException>(() => reading.WaitAsync(ScriptedLink.Bound));
        Assert.Equal((4096, false, "/large"), (tooLarge.Limit, tooLarge.OutcomeUnknown, tooLarge.ZnodePath));
        Assert.Contains($"the answer has {tooLarge.Bytes} bytes, at most 4096 are taken; raise ZooKeeperOptions.AnswerLimit or ask for less", tooLarge.Message, StringComparison.Ordinal);
        var lost = await Assert.ThrowsAsync<ConnectionLossException>(() => behind.WaitAsync(ScriptedLink.Bound));
        Assert.Contains("it may have happened", lost.Message, StringComparison.Ordinal);
        var next = await server.AcceptAsync();
        var after = client.DeleteAsync("/after");
        await next.AnswerAsync(OpCode.Delete);
        await after.WaitAsync(ScriptedLink.Bound);
    }

    [Fact]
    public async Task An_answer_of_exactly_the_limit_is_taken_and_may_be_larger_than_any_request()
    {
        await using var server = new ScriptedServer();
        var data = new byte[4 * 1024 * 1024];
        var frame = data.Length + 4 + 16 + StatRecord.Size;
        var (client, link) = await server.ConnectAsync(options => options with { AnswerLimit = frame, RequestLimit = 2048 });
        await using var _ = client;
        var reading = client.GetDataAsync("/large");
        await link.AnswerAsync(OpCode.GetData, new DataResponse(data, _stat).Write);
        Assert.Equal(data.Length, (await reading.WaitAsync(ScriptedLink.Bound)).Data!.Length);
    }

    [Fact]
    public async Task A_full_queue_refuses_and_says_that_nothing_was_sent()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync(options => options with { MaxQueued = 2 });
        await using var _ = client;
        link.Drop();
        await Eventually.BecomesTrue(() => client.State == SessionState.Disconnected, "disconnected");
        var one = client.DeleteAsync("/1");
        var two = client.DeleteAsync("/2");
        var full = await Assert.ThrowsAsync<QueueFullException>(() => client.DeleteAsync("/3"));
        Assert.Equal((2, false), (full.Waiting, full.OutcomeUnknown));
        Assert.False(one.IsCompleted || two.IsCompleted);
    }

    [Fact]
    public async Task The_chroot_is_put_in_front_of_paths_and_taken_from_answers()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync(chroot: "/ch");
        await using var _ = client;
        var creating = client.CreateAsync("/a/s-", null, CreateMode.PersistentSequential);
        var request = await link.AnswerAsync(OpCode.Create2, new PathStatResponse("/ch/a/s-0000000007", _stat).Write);
        Assert.Equal("/ch/a/s-", request.Path);
        Assert.Equal("/a/s-0000000007", (await creating.WaitAsync(ScriptedLink.Bound)).Path);
    }

    [Fact]
    public async Task A_refused_transaction_is_an_answer_that_names_the_operation()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync();
        await using var _ = client;
        var sending = client.MultiAsync([new ZnodeOperation.Check("/a", 1), new ZnodeOperation.Delete("/b"), new ZnodeOperation.Delete("/c")]);
        MultiResult[] results = [MultiResult.Failed(ErrorCode.Ok), MultiResult.Failed(ErrorCode.NoNode), MultiResult.Failed(ErrorCode.RuntimeInconsistency)];
        await link.AnswerAsync(OpCode.Multi, new MultiResponse(results).Write);
        var result = await sending.WaitAsync(ScriptedLink.Bound);
        Assert.Equal((1, ErrorCode.NoNode), (result.FailedIndex, result.Error));
    }

    [Fact]
    public async Task Credentials_go_before_everything_and_on_every_connection()
    {
        await using var server = new ScriptedServer();
        var connecting = server.Connector(options => options with { Credentials = [ZooKeeperCredential.Digest("u", "secret")] }).ConnectAsync(default);
        var link = await server.AcceptAsync();
        Assert.Equal(Xid.Auth, (await link.AnswerAsync(OpCode.Auth)).Header.Xid);
        await using var client = await connecting.WaitAsync(ScriptedLink.Bound);
        var adding = client.AddAuthAsync("digest", DigestAuth.Credentials("v", "other"));
        await link.ReadAsync();
        link.Drop();
        var next = await server.AcceptAsync();
        await next.AnswerAsync(OpCode.Auth);
        await next.AnswerAsync(OpCode.Auth);
        await adding.WaitAsync(ScriptedLink.Bound);
    }

    [Fact]
    public async Task Refused_credentials_end_the_session_before_it_is_handed_out()
    {
        await using var server = new ScriptedServer();
        var connecting = server.Connector(options => options with { Credentials = [ZooKeeperCredential.Digest("u", "secret")] }).ConnectAsync(default);
        var link = await server.AcceptAsync();
        await link.AnswerAsync(OpCode.Auth, error: ErrorCode.AuthFailed);
        var refused = await Assert.ThrowsAsync<AuthFailedException>(() => connecting.WaitAsync(ScriptedLink.Bound));
        Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closing_ends_the_session_at_the_server_after_what_was_asked_before()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync(options => options with { CloseTimeout = TimeSpan.FromSeconds(10) });
        var before = client.DeleteAsync("/a");
        var closing = client.CloseAsync();
        await Assert.ThrowsAsync<SessionExpiredException>(() => client.DeleteAsync("/after"));
        await link.AnswerAsync(OpCode.Delete);
        await link.AnswerAsync(OpCode.CloseSession);
        await before.WaitAsync(ScriptedLink.Bound);
        await closing.WaitAsync(ScriptedLink.Bound);
        Assert.Equal(SessionState.Closed, client.State);
    }

    [Fact]
    public async Task Connecting_goes_on_until_its_token_ends_it()
    {
        await using var server = new ScriptedServer();
        server.Refuse();
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.Connector().ConnectAsync(patience.Token).WaitAsync(ScriptedLink.Bound));
    }
}
