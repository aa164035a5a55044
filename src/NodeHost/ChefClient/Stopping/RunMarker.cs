using System.Globalization;
using System.Text;

namespace ChefActors.NodeHost.ChefClient.Stopping;

/// <summary>
/// What a run's processes bear in their environment. The command alone would not do: a rollout's command has one id on all of its nodes, and
/// several node hosts may share a machine; the run's directory is one host's and one attempt's.
/// </summary>
/// <param name="Command">The command's id.</param>
/// <param name="Directory">The run's directory.</param>
internal sealed record RunMarker(string Command, string Directory)
{
    /// <summary>For recipes and people: which command this is.</summary>
    internal const string CommandVariable = "CHEFACTORS_COMMAND";

    /// <summary>For us: which run of which node host.</summary>
    internal const string RunVariable = "CHEFACTORS_RUN";

    /// <summary>The marker as variables.</summary>
    internal IEnumerable<(string Name, string Value)> Variables => [(CommandVariable, Command), (RunVariable, Directory)];

    /// <summary>Whether a variable is part of a marker: a node host that a run started must not pass that one's on.</summary>
    internal static bool IsName(string variable) => variable is CommandVariable or RunVariable;

    /// <summary>What an environment says: variables with a zero byte behind each.</summary>
    internal RunMark In(ReadOnlySpan<byte> environment)
    {
        var name = Encoding.UTF8.GetBytes(RunVariable + "=");
        while (!environment.IsEmpty)
        {
            var end = environment.IndexOf((byte)0);
            var variable = end < 0 ? environment : environment[..end];
            if (variable.StartsWith(name)) return variable[name.Length..].SequenceEqual(Encoding.UTF8.GetBytes(Directory)) ? RunMark.This : RunMark.Other;
            environment = end < 0 ? [] : environment[(end + 1)..];
        }

        return RunMark.None;
    }

    /// <summary>What a process's environment says.</summary>
    internal RunMark Read(int pid)
    {
        try
        {
            return In(File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/environ")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, or another user's: not known to be of a run.
            return RunMark.None;
        }
    }
}
