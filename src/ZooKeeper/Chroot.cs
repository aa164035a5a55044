namespace ChefActors.ZooKeeper;

/// <summary>Turns the caller's paths into the server's and back.</summary>
internal readonly record struct Chroot(string Prefix)
{
    /// <summary>The server's path.</summary>
    public string Add(string path) => Prefix.Length == 0 ? path : path.Length == 1 ? Prefix : Prefix + path;

    /// <summary>Whether the server's path is the chroot or below it.</summary>
    public bool Contains(string path) =>
        Prefix.Length == 0 || (path.StartsWith(Prefix, StringComparison.Ordinal) && (path.Length == Prefix.Length || path[Prefix.Length] == '/'));

    /// <summary>The caller's path; one outside the chroot (such as <c>/zookeeper/config</c>) stays as it is.</summary>
    public string Strip(string path)
    {
        if (Prefix.Length == 0 || !path.StartsWith(Prefix, StringComparison.Ordinal)) return path;
        if (path.Length == Prefix.Length) return "/";
        return path[Prefix.Length] == '/' ? path[Prefix.Length..] : path;
    }
}
