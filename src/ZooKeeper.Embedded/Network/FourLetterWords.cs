using System.Globalization;
using System.Text;
using ChefActors.ZooKeeper.Embedded.Requests;

namespace ChefActors.ZooKeeper.Embedded.Network;

/// <summary>The operators' words that tools send instead of a frame, in the format of a real server of one.</summary>
internal static class FourLetterWords
{
    /// <summary>Tools take the numbers; the rest says which server it is.</summary>
    private const string Version = "3.8.0-ChefActors.Embedded, built on 2022-02-25 08:49 UTC";

    private static readonly string[] _words = ["ruok", "srvr", "stat", "isro", "mntr", "envi"];

    public static bool TryParse(ReadOnlySpan<byte> bytes, out string word)
    {
        var found = Encoding.Latin1.GetString(bytes);
        word = found;
        return Array.IndexOf(_words, found) >= 0;
    }

    public static byte[] Answer(string word, ServerState state) => Encoding.UTF8.GetBytes(word switch
    {
        "ruok" => "imok",
        "isro" => "rw",
        "srvr" => Server(state, clients: false),
        "stat" => Server(state, clients: true),
        "envi" => $"Environment:\nzookeeper.version={Version}\n",
        _ => Metrics(state),
    });

    // The format's node count has one more than there are: a real server counts its root twice.
    private static int NodeCount(ServerState state) => state.Tree.Count + 1;

    private static int Outstanding(ServerState state) => state.ConnectionOfSession.Values.Sum(c => c.Waiting);

    private static string Server(ServerState state, bool clients)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Zookeeper version: {Version}\n");
        if (clients)
        {
            text.Append("Clients:\n");
            foreach (var connection in state.ConnectionOfSession.Values) text.Append(CultureInfo.InvariantCulture, $" /{connection.Peer}[1](queued={connection.Waiting},recved=0,sent=0)\n");
            text.Append('\n');
        }

        text.Append("Latency min/avg/max: 0/0.0/0\n");
        text.Append(CultureInfo.InvariantCulture, $"Received: {state.PacketsReceived}\nSent: {state.PacketsSent}\n");
        text.Append(CultureInfo.InvariantCulture, $"Connections: {state.ConnectionOfSession.Count}\nOutstanding: {Outstanding(state)}\n");
        text.Append(CultureInfo.InvariantCulture, $"Zxid: 0x{state.LastZxid:x}\nMode: standalone\nNode count: {NodeCount(state)}\n");
        return text.ToString();
    }

    private static string Metrics(ServerState state)
    {
        (string Name, object Value)[] metrics =
        [
            ("version", Version), ("server_state", "standalone"), ("znode_count", NodeCount(state)), ("ephemerals_count", state.Tree.EphemeralCount),
            ("watch_count", state.Watches.Count), ("num_alive_connections", state.ConnectionOfSession.Count), ("global_sessions", state.Sessions.Count),
            ("outstanding_requests", Outstanding(state)), ("approximate_data_size", state.Tree.Bytes), ("packets_received", state.PacketsReceived),
            ("packets_sent", state.PacketsSent), ("uptime", state.Clock.SteadyMs),
        ];
        return string.Concat(metrics.Select(m => string.Create(CultureInfo.InvariantCulture, $"zk_{m.Name}\t{m.Value}\n")));
    }
}
