using ChefActors.Testing;
using ChefActors.ZooKeeper.Embedded.Tests.Wire;

namespace ChefActors.ZooKeeper.Embedded.Tests.ForeignClients;

/// <summary>
/// Apache's server and the embedded one get the same random requests on several connections each, and must say the same: errors, Stat,
/// zxids, events and their order. Times and session ids are their own. A seed that failed is added as a line.
/// </summary>
[Trait("needs", "debian")]
public sealed class SameAnswersTests
{
    private const int Connections = 3;
    private const int Steps = 1_500;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_embedded_server_answers_as_apaches_does(int seed)
    {
        await using var apache = await RealZooKeeper.StartAsync();
        await using var embedded = await EmbeddedZooKeeper.StartAsync();
        await using var left = await Side.ConnectAsync(apache.Ports[0]);
        await using var right = await Side.ConnectAsync(embedded.Port);
        var requests = new RandomRequests(seed);
        var events = 0;
        for (var step = 0; step < Steps; step++)
        {
            var (at, request) = (requests.Next(Connections), requests.Next());
            var expected = await left.AskAsync(at, request);
            var found = await right.AskAsync(at, request);
            Assert.True(expected == found, $"seed {seed}, step {step}, {request.Name}\nApache:\n{expected}\nembedded:\n{found}");
            if (expected.Contains("event", StringComparison.Ordinal)) events++;
        }

        Assert.True(events > Steps / 50, $"only {events} events: the requests do not meet each other");
    }

    /// <summary>One server with its connections.</summary>
    private sealed class Side(RawClient[] clients) : IAsyncDisposable
    {
        private int _xid;

        public static async Task<Side> ConnectAsync(int port)
        {
            var clients = new RawClient[Connections];
            for (var i = 0; i < clients.Length; i++) clients[i] = await RawClient.ConnectAsync(port);
            return new Side(clients);
        }

        public async Task<string> AskAsync(int at, RandomRequest request)
        {
            var lines = new List<string>();
            await CollectAsync(clients[at], request, ++_xid, lines);

            // Pings bring the events that the request meant for each connection, in their order.
            for (var i = 0; i < clients.Length; i++)
            {
                lines.Add($"connection {i}:");
                await CollectAsync(clients[i], RandomRequest.Ping, ChefActors.ZooKeeper.Wire.Xid.Ping, lines);
            }

            return string.Join('\n', lines);
        }

        public ValueTask DisposeAsync()
        {
            foreach (var client in clients) client.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task CollectAsync(RawClient client, RandomRequest request, int xid, List<string> lines)
        {
            await client.SendAsync(request.Type, request.Write, xid);
            RawReply reply;
            do
            {
                reply = await client.ReceiveAsync();
                var own = Array.FindIndex(clients, c => ReferenceEquals(c, client));
                lines.Add(RandomRequest.Describe(request.Type, reply, owner => owner == 0 ? "none" : owner == clients[own].Session.SessionId ? "own" : "another's"));
            }
            while (reply.Header.Xid != xid);
        }
    }
}
