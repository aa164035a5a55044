using System.Collections.Immutable;
using System.Text;
using ChefActors.Testing;

namespace ChefActors.Architecture.Tests;

/// <summary>The checkout as texts, without what is built.</summary>
internal static class SourceTree
{
    private static readonly string[] NotOurs = [".git", "artifacts", "bin", "obj", ".vs", ".idea", ".vscode"];

    /// <summary>Paths below a folder of the root, relative to the root, with '/' between parts.</summary>
    public static ImmutableArray<string> Files(string folder, string pattern = "*") =>
    [
        .. Walk(Repository.PathOf(folder), pattern).Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal),
    ];

    /// <summary>Folders below a folder of the root, relative to the root.</summary>
    public static IEnumerable<string> Folders(string folder) =>
        Subfolders(Repository.PathOf(folder)).Select(path => Path.GetRelativePath(Repository.Root, path));

    /// <summary>The text of a file.</summary>
    public static string Text(string path) => File.ReadAllText(Repository.PathOf(path));

    /// <summary>The lines of a file.</summary>
    public static string[] Lines(string path) => File.ReadAllLines(Repository.PathOf(path));

    /// <summary>Its C# without comments. Good enough for scans: texts that hold two slashes lose what follows them.</summary>
    public static IEnumerable<string> CodeLines(string path) =>
        Lines(path).Select(line => line.IndexOf("//", StringComparison.Ordinal) is >= 0 and var at ? line[..at] : line);

    /// <summary>Nothing, or a failure that lists what is wrong.</summary>
    public static void None(IEnumerable<string> faults, string rule)
    {
        var found = faults.Distinct(StringComparer.Ordinal).ToArray();
        if (found.Length == 0) return;
        var text = new StringBuilder(rule);
        foreach (var fault in found) text.Append("\n  ").Append(fault);
        Assert.Fail(text.ToString());
    }

    private static IEnumerable<string> Walk(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern).Concat(Subfolders(folder).SelectMany(f => Directory.EnumerateFiles(f, pattern)));

    private static IEnumerable<string> Subfolders(string folder) => Directory.EnumerateDirectories(folder)
        .Where(f => !NotOurs.Contains(Path.GetFileName(f), StringComparer.Ordinal))
        .SelectMany(f => Subfolders(f).Prepend(f));
}
