namespace ChefActors.NodeHost.ChefClient;

/// <summary>Whole outputs of past runs, <c>logs/&lt;command&gt;.&lt;attempt&gt;</c>, the oldest going first.</summary>
internal sealed class KeptLogs(string stateDirectory, int maxRuns, long maxBytes)
{
    private readonly string _logs = Path.Combine(stateDirectory, "logs");

    /// <summary>Moves the outputs of a command's attempts here and removes their directories.</summary>
    internal void Keep(string command)
    {
        Directory.CreateDirectory(_logs, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var runs = Path.Combine(stateDirectory, "runs");
        if (!Directory.Exists(runs)) return;
        foreach (var directory in Directory.EnumerateDirectories(runs, command + ".*"))
        {
            var output = new RunDirectory(directory).Output;
            if (File.Exists(output)) File.Move(output, Path.Combine(_logs, Path.GetFileName(directory)), overwrite: true);
            Directory.Delete(directory, recursive: true);
        }

        Prune();
    }

    private void Prune()
    {
        var newestFirst = new DirectoryInfo(_logs).EnumerateFiles().OrderByDescending(file => file.LastWriteTimeUtc).ToList();
        var bytes = 0L;
        for (var i = 0; i < newestFirst.Count; i++)
        {
            bytes += newestFirst[i].Length;

            // The newest stays whatever its size: it is the one that people ask for.
            if (i > 0 && (i >= maxRuns || bytes > maxBytes)) newestFirst[i].Delete();
        }
    }
}
