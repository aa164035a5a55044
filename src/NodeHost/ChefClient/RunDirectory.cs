using System.Globalization;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>The files of one run: <c>runs/&lt;command&gt;.&lt;attempt&gt;</c> in the state directory, mode 0700; the files 0600.</summary>
internal sealed record RunDirectory(string Path)
{
    /// <summary>chef-client's output, which the wrapper opens and the node host tails.</summary>
    internal string Output => System.IO.Path.Combine(Path, "output");

    /// <summary>The exit code, or <c>never</c>; made by rename, so it is whole or absent.</summary>
    internal string Exit => System.IO.Path.Combine(Path, "exit");

    /// <summary>What the wrapper writes before it renames it to <see cref="Exit"/>. It is made with <see cref="ReservedBytes"/>, which the wrapper's writing frees: the code, and after it the outcome's record, have room on a disk that the run filled.</summary>
    internal string FreshExit => System.IO.Path.Combine(Path, "exit.new");

    /// <summary>Room that must be there before anything is started.</summary>
    internal const int ReservedBytes = 64 * 1024;

    /// <summary>What <c>-j</c> names.</summary>
    internal string Json => System.IO.Path.Combine(Path, "dna.json");

    /// <summary>The run's cgroup, where it has one of its own.</summary>
    internal string Cgroup => System.IO.Path.Combine(Path, "cgroup");

    /// <summary>What our report handler notes from inside the run; made by rename.</summary>
    internal string Report => System.IO.Path.Combine(Path, "report.json");

    /// <summary>What the directory of the next run is called until that run is known: no attempt's, as those have a dot.</summary>
    internal const string NextName = "next";

    /// <summary>The directory of the next run, made beforehand and then renamed.</summary>
    internal static RunDirectory Next(string stateDirectory) => new(System.IO.Path.Combine(stateDirectory, "runs", NextName));

    /// <summary>The directory of an attempt.</summary>
    internal static RunDirectory Of(string stateDirectory, string command, int attempt) =>
        new(System.IO.Path.Combine(stateDirectory, "runs", string.Create(CultureInfo.InvariantCulture, $"{command}.{attempt}")));
}
