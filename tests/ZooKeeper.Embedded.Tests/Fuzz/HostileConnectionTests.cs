using System.Net.Sockets;
using ChefActors.Testing;
using ChefActors.Testing.Fuzzing;
using ChefActors.ZooKeeper.Embedded.Tests.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Embedded.Tests.Fuzz;

/// <summary>Over real sockets: what the fuzzer in memory leaves out is the reading, the sending, and the letting go.</summary>
[Trait(Suite.Key, Suite.Long)]
public sealed class HostileConnectionTests
{
    private const int Connections = 2000;

    // Above what is there at a time, and far below what would be there if they stayed.
    private const int ConnectionsAtOnce = 64;

    [Fact]
    public async Task Two_thousand_hostile_connections_leave_no_session_no_connection_and_no_ephemeral_znode()
    {
        await using var server = await EmbeddedZooKeeper.StartAsync(new EmbeddedOptions { MaxConnections = ConnectionsAtOnce });
        using var good = await RawClient.ConnectAsync(server);
        await Parallel.ForAsync(0, Connections, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (seed, _) => await TormentAsync(server, seed));

        // Those that are gone left their sessions behind, as clients do that break off; when these end nothing is left of them.
        foreach (var id in await server.GetSessionsAsync())
        {
            if (id != good.Session.SessionId) await server.ExpireSessionAsync(id);
        }

        Assert.Equal([good.Session.SessionId], await server.GetSessionsAsync());
        Assert.Equal(ErrorCode.Ok, (await good.PingAsync()).Header.Error);
        var metrics = await WordAsync(server, "mntr");
        Assert.Contains("zk_ephemerals_count\t0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("zk_num_alive_connections\t1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("zk_watch_count\t0\n", metrics, StringComparison.Ordinal);
        await Eventually.BecomesTrue(() => AllPlacesAreFreeAsync(server), "all places but that of the good connection are free");
        Assert.False(server.Completion.IsCompleted);
    }

    /// <summary>As many as may be there beside the good one are served at once.</summary>
    private static async Task<bool> AllPlacesAreFreeAsync(EmbeddedZooKeeper server)
    {
        var clients = new List<RawClient>();
        try
        {
            for (var i = 1; i < ConnectionsAtOnce; i++)
            {
                clients.Add(await RawClient.OpenAsync(server));
                await clients[^1].HandshakeAsync(new ConnectRequest(0, 0, 30_000, 0, new byte[16], ReadOnly: false));
            }

            return true;
        }
        catch (IOException)
        {
            // Refused: one is still counted.
            return false;
        }
        finally
        {
            foreach (var client in clients) client.Dispose();
        }
    }

    private static async Task TormentAsync(EmbeddedZooKeeper server, int seed)
    {
        var chance = new Chance(seed);
        using var client = await RawClient.OpenAsync(server);
        try
        {
            if (!chance.OneIn(4)) await client.HandshakeAsync(new ConnectRequest(0, 0, 30_000, 0, new byte[16], ReadOnly: false));
            for (var left = chance.Below(20); left > 0; left--) await client.SendBytesAsync(HostileBytes.Of(chance));
            if (chance.OneIn(2)) return;
            client.Socket.Shutdown(SocketShutdown.Send);
            await client.ReceiveFrameAsync();
        }
        catch (Exception problem) when (problem is IOException or SocketException or InvalidOperationException)
        {
            // The server had enough of it, as it should; the last kind is that of a socket that knows already.
            Assert.False(server.Completion.IsCompleted);
        }
    }

    private static async Task<string> WordAsync(EmbeddedZooKeeper server, string word)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(System.Net.IPAddress.Loopback, server.Port);
        await tcp.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(word));
        using var reader = new StreamReader(tcp.GetStream());
        return await reader.ReadToEndAsync();
    }
}
