using System.Net.Sockets;
using System.Text;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Checking;

/// <summary>Asks one server <c>srvr</c>, the one four-letter word that servers answer by default.</summary>
internal static class ServerProbe
{
    private const int AnswerBytes = 16 * 1024;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(3);

    /// <summary>What it answered, or why nothing came.</summary>
    internal static async Task<ServerFinding> AskAsync(ServerAddress server, TimeProvider time)
    {
        using var bound = new CancellationTokenSource(Within, time);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(server.Host, server.Port, bound.Token);
            await using var stream = client.GetStream();
            await stream.WriteAsync("srvr"u8.ToArray(), bound.Token);
            return ServerFinding.Of(server.ToString(), await ReadAsync(stream, bound.Token));
        }
        catch (SocketException e)
        {
            return new ServerFinding(server.ToString(), e.Message, null, null);
        }
        catch (IOException)
        {
            // It took the connection and not the word: a server all the same.
            return new ServerFinding(server.ToString(), null, null, null);
        }
        catch (OperationCanceledException)
        {
            return new ServerFinding(server.ToString(), $"no answer within {Within.TotalSeconds:0} s", null, null);
        }
    }

    private static async Task<string> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var answer = new byte[AnswerBytes];
        var count = await stream.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(answer, 0, count);
    }
}
