using System.Globalization;
using ChefActors.Core.Nodes;

namespace ChefActors.FleetHost;

/// <summary>A line of the program's list: what a node's runs are made to do.</summary>
/// <param name="Name">The node.</param>
/// <param name="Takes">How long a run takes.</param>
/// <param name="ExitCode">How it ends.</param>
internal sealed record HostedNode(NodeName Name, TimeSpan Takes, int ExitCode)
{
    /// <summary>Reads <c>NAME SECONDS EXIT-CODE</c>.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static HostedNode Parse(string line)
    {
        var parts = line.Split(' ');
        if (parts.Length != 3) throw new FormatException($"found '{line}'; needed: NAME SECONDS EXIT-CODE");
        return new HostedNode(NodeName.Parse(parts[0]), TimeSpan.FromSeconds(double.Parse(parts[1], CultureInfo.InvariantCulture)), int.Parse(parts[2], CultureInfo.InvariantCulture));
    }
}
