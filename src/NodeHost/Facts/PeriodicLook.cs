namespace ChefActors.NodeHost.Facts;

/// <summary>Reads what tells of another chef-client on this machine: cron tables, systemd's units, processes. Every read is bounded.</summary>
/// <param name="root">The machine's root directory; a test has a tree of its own.</param>
internal sealed class PeriodicLook(string root = "/")
{
    private const int FileBytes = 128 * 1024;
    private const int FilesAtMost = 500;
    private const int ProcessesAtMost = 100_000;
    private const int ArgumentBytes = 4096;

    /// <summary>Where units stand, those that win first.</summary>
    private static readonly string[] UnitDirectories = ["etc/systemd/system", "run/systemd/system", "usr/local/lib/systemd/system", "usr/lib/systemd/system", "lib/systemd/system"];

    private static readonly string[] Leftovers = [".rpmsave", ".rpmorig", ".rpmnew", ".dpkg-old", ".dpkg-new", ".dpkg-dist", ".disabled", ".bak"];

    /// <summary>Reads it all.</summary>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    internal PeriodicEvidence Read(CancellationToken cancellationToken)
    {
        var enabled = new HashSet<string>(UnitDirectories.SelectMany(Wanted), StringComparer.Ordinal);
        cancellationToken.ThrowIfCancellationRequested();
        return new PeriodicEvidence(
            [.. Tables("etc/cron.d").Prepend(In("etc/crontab")).Select(Text)],
            [.. Tables("var/spool/cron").Concat(Tables("var/spool/cron/crontabs")).Concat(Tables("var/spool/cron/tabs")).Select(Text)],
            enabled,
            Units(enabled, cancellationToken),
            Processes(cancellationToken));
    }

    private string In(string path) => Path.Combine(root, path);

    private static string Text(string path) => BoundedFile.ReadBeginning(path, FileBytes);

    /// <summary>Cron passes over what editors and packages leave behind.</summary>
    private IEnumerable<string> Tables(string directory) =>
        Entries(directory, Directory.EnumerateFiles)
            .Where(path => Path.GetFileName(path) is var name && name[0] != '.' && !name.EndsWith('~') && !Leftovers.Any(end => name.EndsWith(end, StringComparison.Ordinal)))
            .Where(path => new FileInfo(path).Length > 0);

    /// <summary>Units that something wants; one that is masked (a link to nothing) does not run.</summary>
    private IEnumerable<string> Wanted(string directory) =>
        Entries(directory, path => Directory.EnumerateDirectories(path, "*.wants"))
            .Concat(Entries(directory, path => Directory.EnumerateDirectories(path, "*.requires")))
            .SelectMany(wants => Entries(Path.GetRelativePath(root, wants), Directory.EnumerateFileSystemEntries))
            .Select(path => Path.GetFileName(path)!)
            .Where(name => name.EndsWith(".timer", StringComparison.Ordinal) || name.EndsWith(".service", StringComparison.Ordinal));

    private Dictionary<string, string> Units(IEnumerable<string> enabled, CancellationToken cancellationToken)
    {
        var units = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var unit in enabled.Take(FilesAtMost))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Add(unit) is { } text && unit.EndsWith(".timer", StringComparison.Ordinal)) Add(SystemdUnit.ServiceOf(unit, text));
        }

        return units;

        string? Add(string unit)
        {
            // The service's name is taken from a text: it must not lead elsewhere.
            if (unit.Contains('/', StringComparison.Ordinal)) return null;
            if (units.TryGetValue(unit, out var known)) return known;
            if (UnitDirectories.Select(directory => In(Path.Combine(directory, unit))).FirstOrDefault(IsThere) is not { } path) return null;
            if (IsMasked(path)) return null;
            return units[unit] = Text(path);
        }
    }

    private static bool IsThere(string path) => new FileInfo(path) is { } file && (file.Exists || file.LinkTarget is not null);

    private static bool IsMasked(string path) => new FileInfo(path) is var file && (file.LinkTarget == "/dev/null" || file is { Exists: true, LinkTarget: null, Length: 0 });

    private List<IReadOnlyList<string>> Processes(CancellationToken cancellationToken)
    {
        var found = new List<IReadOnlyList<string>>();
        foreach (var directory in Entries("proc", Directory.EnumerateDirectories, ProcessesAtMost))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!char.IsAsciiDigit(Path.GetFileName(directory)[0])) continue;
            var arguments = BoundedFile.ReadBeginning(Path.Combine(directory, "cmdline"), ArgumentBytes);
            if (arguments.Contains("-client", StringComparison.Ordinal)) found.Add(arguments.TrimEnd('\0').Split('\0'));
        }

        return found;
    }

    /// <summary>What is in a directory; nothing where there is none, or where we may not look.</summary>
    private List<string> Entries(string directory, Func<string, IEnumerable<string>> enumerate, int atMost = FilesAtMost)
    {
        try
        {
            return [.. enumerate(In(directory)).Take(atMost)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
