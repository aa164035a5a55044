using ChefActors.NodeHost.Logs;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>
/// Whole outputs of past runs, <c>logs/&lt;command&gt;.&lt;attempt&gt;</c>, the oldest going first; beside each its exit code, <c>….exit</c>. The newest stays
/// whole whatever its size: it is the one that people ask for, and a log without its beginning or end would hide just what went wrong.
/// </summary>
internal sealed class KeptLogs(string stateDirectory, int maxRuns, long maxBytes)
{
    /// <summary>The folder in the state directory.</summary>
    internal const string Folder = "logs";

    /// <summary>What the note of an exit code is called, behind the log's own name.</summary>
    internal const string ExitSuffix = ".exit";

    private readonly string _logs = Path.Combine(stateDirectory, Folder);
    private readonly string _runs = Path.Combine(stateDirectory, "runs");

    /// <summary>Moves the outputs of a command's attempts here and removes their directories.</summary>
    internal void Keep(string command)
    {
        Make();
        if (!Directory.Exists(_runs)) return;
        foreach (var directory in Directory.EnumerateDirectories(_runs, command + ".*")) Keep(new RunDirectory(directory));
        Prune();
    }

    /// <summary>
    /// At a start: what an earlier life left behind, killed between a result and the keeping of its log, or before a <c>go</c>. Without it such runs
    /// would lie there for good and count for no limit.
    /// </summary>
    /// <param name="inUse">Commands that run or whose results are not in.</param>
    internal void KeepLeftOvers(IReadOnlySet<string> inUse)
    {
        if (!Directory.Exists(_runs)) return;
        Make();
        foreach (var directory in Directory.GetDirectories(_runs))
        {
            var name = Path.GetFileName(directory);
            if (name == RunDirectory.NextName) Directory.Delete(directory, recursive: true);
            else if (!inUse.Contains(name[..Math.Max(0, name.LastIndexOf('.'))])) Keep(new RunDirectory(directory));
        }

        Prune();
    }

    private void Make() => Directory.CreateDirectory(_logs, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    private void Keep(RunDirectory run)
    {
        var kept = Path.Combine(_logs, Path.GetFileName(run.Path));
        if (ExitNote.Read(run.Exit) != ExitNote.Never)
        {
            // The note first: killed between the two, the log itself is still found by the next start.
            if (File.Exists(run.Exit)) File.Move(run.Exit, kept + ExitSuffix, overwrite: true);
            if (File.Exists(run.Output)) File.Move(run.Output, kept, overwrite: true);
        }

        Directory.Delete(run.Path, recursive: true);
    }

    private void Prune()
    {
        var files = new DirectoryInfo(_logs).GetFiles();
        var newestFirst = files.Where(file => file.Extension != ExitSuffix).OrderByDescending(file => file.LastWriteTimeUtc).ToList();
        var names = newestFirst.Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        var bytes = 0L;
        for (var i = 0; i < newestFirst.Count; i++)
        {
            bytes += newestFirst[i].Length;
            if (i == 0 || (i < maxRuns && bytes <= maxBytes)) continue;
            newestFirst[i].Delete();
            names.Remove(newestFirst[i].Name);
        }

        foreach (var note in files.Where(file => file.Extension == ExitSuffix && !names.Contains(Path.GetFileNameWithoutExtension(file.Name)))) note.Delete();
    }
}
