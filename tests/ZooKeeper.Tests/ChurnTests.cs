using System.Collections.Concurrent;
using ChefActors.ZooKeeper.Tests.Scripted;
using ChefActors.ZooKeeper.Wire;

namespace ChefActors.ZooKeeper.Tests;

public sealed class ChurnTests
{
    private const int Requests = 3000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task However_connections_break_every_request_ends_and_none_is_written_twice(int seed)
    {
        await using var server = new ScriptedServer();
        var written = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        using var over = new CancellationTokenSource();
        var (client, link) = await server.ConnectAsync(options => options with { MaxInFlight = 50 });
        var serving = ServeAsync(server, link, written, new Random(seed), over.Token);
        var random = new Random(seed);
        var asked = Enumerable.Range(0, Requests).Select(i => AskAsync(client, $"/{i}", random.Next(10) == 0)).ToList();
        var outcomes = await Task.WhenAll(asked).WaitAsync(TimeSpan.FromSeconds(60));
        await over.CancelAsync();
        await client.DisposeAsync();
        await serving;
        Assert.All(written, path => Assert.Equal(1, path.Value));
        for (var i = 0; i < Requests; i++)
        {
            if (outcomes[i] == "done") Assert.True(written.ContainsKey($"/{i}"), $"/{i} succeeded and was never received");
        }

        Assert.Contains("lost", outcomes);
        Assert.Contains("done", outcomes);
    }

    [Fact]
    public async Task No_more_than_the_bound_is_in_flight()
    {
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync(options => options with { MaxInFlight = 3 });
        await using var _ = client;
        var asked = Enumerable.Range(0, 7).Select(i => client.DeleteAsync($"/{i}")).ToList();
        var first = new[] { await link.ReadAsync(), await link.ReadAsync(), await link.ReadAsync() };
        var fourth = link.ReadAsync();
        await link.SendAsync(writer => new ZooKeeper.Wire.Records.ReplyHeader(Xid.Ping, 0, ErrorCode.Ok).Write(writer));
        Assert.False(fourth.IsCompleted);
        await link.ReplyAsync(first[0]);
        Assert.Equal("/3", (await fourth).Path);
        await link.ReplyAsync(first[1]);
        await link.ReplyAsync(first[2]);
        await link.ReplyAsync(await fourth);
        for (var i = 4; i < 7; i++) await link.AnswerAsync(OpCode.Delete);
        await Task.WhenAll(asked).WaitAsync(ScriptedLink.Bound);
    }

    private static async Task<string> AskAsync(IZooKeeperClient client, string path, bool impatient)
    {
        using var patience = new CancellationTokenSource();
        var asking = client.DeleteAsync(path, cancellationToken: patience.Token);
        if (impatient) await patience.CancelAsync();
        try
        {
            await asking;
            return "done";
        }
        catch (ConnectionLossException e)
        {
            Assert.True(e.OutcomeUnknown);
            return "lost";
        }
        catch (OperationCanceledException)
        {
            return "given up";
        }
    }

    /// <summary>Answers some requests, breaks the connection with some unanswered, takes the next.</summary>
    private static async Task ServeAsync(
        ScriptedServer server, ScriptedLink link, ConcurrentDictionary<string, int> written, Random random, CancellationToken over)
    {
        while (true)
        {
            var answers = random.Next(1, 200);
            try
            {
                while (answers-- > 0 || written.Count > Requests / 2)
                {
                    var request = await link.ReadAsync();
                    if (request.Header.Type == OpCode.Delete) written.AddOrUpdate(request.Path, 1, (_, count) => count + 1);
                    await link.ReplyAsync(request);
                    if (request.Header.Type == OpCode.CloseSession) return;
                }

                var unanswered = await link.ReadAsync();
                written.AddOrUpdate(unanswered.Path, 1, (_, count) => count + 1);
            }
            catch (IOException) when (over.IsCancellationRequested)
            {
                return;
            }

            link.Drop();
            link = await server.AcceptAsync();
        }
    }
}
