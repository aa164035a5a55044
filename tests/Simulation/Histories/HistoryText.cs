using System.Text;
using ChefActors.Core.Commands;
using ChefActors.Core.Znodes;
using ChefActors.Simulation.Model;
using ChefActors.Testing.Simulated;
using ChefActors.ZooKeeper;

namespace ChefActors.Simulation.Histories;

/// <summary>A history as lines that people can follow.</summary>
internal static class HistoryText
{
    internal static string Of(World world)
    {
        var lines = world.Zk.History.Where(write => write.Who != "test" && write.Operations.Count > 0)
            .Select(write => (write.AtMs, Text: Line(write)))
            .Concat(world.Chef.Starts.Select(start => (AtMs: start.At.ToUnixTimeMilliseconds(), Text: $"START {start.Command} attempt {start.Attempt} by {start.Journal}")))
            .Concat(world.Restarts.Select(restart => (AtMs: restart.At.ToUnixTimeMilliseconds(), Text: $"LEAVES for {restart.Command}")))
            .OrderBy(line => line.AtMs);
        var text = new StringBuilder();
        foreach (var (at, line) in lines) text.Append(at % 100_000_000).Append(' ').AppendLine(line);
        if (world.Host is { } host) text.Append("host ").Append(host.IsDead ? "dead" : "alive").Append(", journal ").AppendLine(Record(host));
        return text.ToString();
    }

    /// <summary>A write.</summary>
    internal static string Line(SimulatedWrite write) =>
        $"{write.Zxid:x} {write.Who}: {string.Join(" · ", write.Operations.Select(Text))}{(write.TookEffect ? "" : $" REFUSED {write.Result.Error} at {write.Result.FailedIndex}")}";

    private static string Record(SimulatedHost host) =>
        $"{host.JournalId}: unfinished {host.Journal.State.Unfinished?.Id}.{host.Journal.State.Unfinished?.Attempt}, spool [{string.Join(",", host.Journal.State.Spool.Select(o => o.Id))}], active {host.State.Active?.Id} {host.State.Active?.Phase} {host.State.Active?.Aftermath?.GetType().Name}, queue {host.State.Queue.Count}, refusing [{string.Join(",", host.State.Refusing)}], registered {host.State.IsRegistered}, blocked {host.State.BlockedBy}";

    private static string Text(ZnodeOperation operation) => operation switch
    {
        ZnodeOperation.Create create => $"create {Short(create.Path)} {Payload(create.Data)}",
        ZnodeOperation.SetData set => $"set {Short(set.Path)}@{set.Version} {Payload(set.Data)}",
        ZnodeOperation.Delete delete => $"delete {Short(delete.Path)}@{delete.Version}",
        ZnodeOperation.Check check => $"check {Short(check.Path)}@{check.Version}",
        _ => "?",
    };

    private static string Short(string path) => path.Replace("/node/" + World.Node.Value, "N", StringComparison.Ordinal);

    private static string Payload(byte[]? data)
    {
        if (data is not { Length: > 0 }) return "empty";
        if (PayloadCodec.Read(data, PayloadJson.Default.CommandResult) is { IsValid: true, Value: var result }) return $"[{result.Command} {result.State} {result.Reason?.Code} attempt {result.Attempt}]";
        if (PayloadCodec.Read(data, PayloadJson.Default.Command) is { IsValid: true, Value: var command })
            return $"[claim {command.Claim?.Journal} {command.Claim?.Attempt} cancel {command.Cancel is not null} accept {command.AcceptBy:HH:mm:ss}]";
        return Encoding.UTF8.GetString(data.AsSpan(0, Math.Min(40, data.Length)));
    }
}
