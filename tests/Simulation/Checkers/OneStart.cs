using ChefActors.Simulation.Model;

namespace ChefActors.Simulation.Checkers;

/// <summary>I1: at most one start per command and attempt; two never run at once.</summary>
internal static class OneStart
{
    internal static IEnumerable<string> Violations(IHostHistory host) =>
    [
        .. host.Chef.Starts.GroupBy(start => (start.Command, start.Attempt)).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key.Command} attempt {group.Key.Attempt} was started {group.Count()} times"),
        .. host.Chef.Starts.Where(start => start.Others > 0).Select(start => $"{start.Command} was started while {start.Others} others ran"),
    ];
}
