namespace ChefActors.Controller.Auditing;

/// <summary>Reads an audit's directory, also while a daemon writes to it.</summary>
internal static class AuditReader
{
    /// <summary>All lines in their order, each held to the one before.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="at">Told where the chain has come to after each line; null: nobody asks.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static IEnumerable<AuditLine> Read(string directory, Action<AuditPosition>? at = null)
    {
        AuditPosition? position = null;
        var files = AuditFiles.List(directory);
        foreach (var file in files)
        {
            var data = File.ReadAllBytes(file);
            var (lines, whole) = AuditFiles.Split(data);
            var name = Path.GetFileName(file);
            for (var i = 0; i < lines.Count; i++)
            {
                position = AuditChain.Follow(position, lines[i], out var record, out var fault);
                at?.Invoke(position.Value);
                yield return new AuditLine(name, i + 1, record, fault);
            }

            // In the last file it is being written, or is cut by the daemon's next start.
            if (whole < data.Length && file != files[^1]) yield return new AuditLine(name, lines.Count + 1, null, "it has no end");
        }
    }
}
