using System.Globalization;

namespace ChefActors.ZooKeeper.Embedded.Tree;

/// <summary>Cutting and numbering of paths, by the server's rules.</summary>
internal static class TreePath
{
    /// <summary>Znodes that every server has and that nobody may delete.</summary>
    public static bool IsReserved(string path) => path is "/" or "/zookeeper" or "/zookeeper/quota" or "/zookeeper/config";

    /// <summary>The parent's path; null when there is no '/' at all.</summary>
    public static string? ParentOf(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash < 0 ? null : slash == 0 ? "/" : path[..slash];
    }

    public static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>Java's <c>%010d</c>: ten characters, the sign counts.</summary>
    public static string Sequence(int counter) => counter < 0
        ? "-" + (-(long)counter).ToString("D9", CultureInfo.InvariantCulture)
        : counter.ToString("D10", CultureInfo.InvariantCulture);
}
