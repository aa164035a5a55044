using System.Text;
using ChefActors.Simulation.Histories;

namespace ChefActors.Simulation.Fleet;

/// <summary>A schedule as lines that people can follow.</summary>
internal static class FleetText
{
    internal static string Of(FleetWorld world)
    {
        var lines = world.Zk.History.Select((write, i) => (write.AtMs, Order: i + 1, Text: HistoryText.Line(write)))
            .Concat(world.Told.Select(told => (told.AtMs, Order: told.Writes, Text: "-- " + told.Text)))
            .Concat(world.Nodes.SelectMany(node => node.Chef.Starts.Select(start => (AtMs: start.At.ToUnixTimeMilliseconds(), Order: int.MaxValue, Text: $"-- {node.Name} STARTS {start.Command} attempt {start.Attempt}"))))
            .Concat(world.Nodes.SelectMany(node => node.Chef.Ends.Select(end => (AtMs: 0L, Order: 0, Text: $"-- {node.Name}: {end}"))))
            .OrderBy(line => line.AtMs).ThenBy(line => line.Order);
        var text = new StringBuilder();
        foreach (var (at, _, line) in lines) text.Append(at % 100_000_000).Append(' ').AppendLine(line);
        return text.ToString();
    }
}
