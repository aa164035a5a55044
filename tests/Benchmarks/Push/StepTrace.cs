using System.Globalization;
using System.Text.RegularExpressions;
using ChefActors.Core.Commands;

namespace ChefActors.Benchmarks.Push;

/// <summary>Reads the steps of starts from a node host's log at level debug.</summary>
internal static partial class StepTrace
{
    /// <summary>The steps in the order of their medians, each with the milliseconds from the push, for all pushes that have it.</summary>
    internal static IReadOnlyList<(string Step, IReadOnlyList<double> Milliseconds)> Read(IEnumerable<string> log, IReadOnlyList<PushTimes> pushes)
    {
        var steps = log.Select(line => StepLine().Match(line)).Where(match => match.Success)
            .Select(match => (Step: match.Groups["step"].Value, Command: match.Groups["command"].Value, At: long.Parse(match.Groups["at"].Value, CultureInfo.InvariantCulture) / 1000.0))
            .ToList();
        var found = new List<(string, double)>();
        foreach (var push in pushes)
        {
            var (from, to, id) = (push.At.TotalMilliseconds, push.Start.TotalMilliseconds, CommandId.ForSlot(push.Mzxid));

            // What happens before the push is read belongs to no command yet: the time tells whose it is.
            foreach (var step in steps.Where(step => step.Command == id || step.Command.Length == 0 && step.At >= from && step.At <= to).DistinctBy(step => step.Step))
                found.Add((step.Step, step.At - from));
            found.Add(("chef-client started", to - from));
        }

        return [.. found.GroupBy(step => step.Item1, step => step.Item2).Select(step => (step.Key, (IReadOnlyList<double>)[.. step])).OrderBy(step => step.Item2.Order().ElementAt(step.Item2.Count / 2))];
    }

    [GeneratedRegex(@"start of command (?<command>\S*): (?<step>.+) at (?<at>[0-9]+) µs since boot", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex StepLine();
}
