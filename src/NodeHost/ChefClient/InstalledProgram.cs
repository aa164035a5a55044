namespace ChefActors.NodeHost.ChefClient;

/// <summary>A program's file as it lies there now: another size or time is another program.</summary>
/// <param name="Path">Where it was found.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="At">When it was put there, by the file's time (UTC).</param>
internal readonly record struct InstalledProgram(string Path, long Length, DateTime At)
{
    /// <summary>Finds it as execvp(3) does: a name without a slash on PATH. Null: it is not there.</summary>
    internal static InstalledProgram? Find(string name) =>
        name.Contains('/', StringComparison.Ordinal)
            ? Identify(name)
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(directory => Identify(System.IO.Path.Combine(directory, name))).FirstOrDefault(found => found is not null);

    /// <summary>A program that is installed beside this one, where this one's own file lies. Null: none is.</summary>
    internal InstalledProgram? Beside(string name)
    {
        var own = Target(Path)?.DirectoryName;
        return (own is null ? null : Identify(System.IO.Path.Combine(own, name))) ?? (System.IO.Path.GetDirectoryName(Path) is { } shown ? Identify(System.IO.Path.Combine(shown, name)) : null);
    }

    private static InstalledProgram? Identify(string path) => Target(path) is { Exists: true } target ? new InstalledProgram(path, target.Length, target.LastWriteTimeUtc) : null;

    /// <summary>A link's own time is that of the link: what counts is what it leads to.</summary>
    private static FileInfo? Target(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A link that leads nowhere or round in circles, or a directory that we may not enter: no program for us.
            return null;
        }
    }
}
