using System.Diagnostics.CodeAnalysis;

namespace ChefActors.ZooKeeper;

/// <summary>The rules for paths (PathUtils of Apache ZooKeeper).</summary>
public static class ZnodePath
{
    /// <summary>
    /// Starts with '/', does not end with it (but for the root), no empty, "." or ".." element, none of the characters
    /// U+0000–001F, 007F–009F, D800–F8FF, FFF0–FFFF.
    /// </summary>
    public static bool IsValid(string? path, [NotNullWhen(false)] out string? error)
    {
        error = Check(path);
        return error is null;
    }

    /// <summary>Throws for what <see cref="IsValid"/> refuses; a sequential create may end with '/'.</summary>
    /// <exception cref="ArgumentException">It is no path.</exception>
    public static void Validate([NotNull] string? path, bool sequential = false)
    {
        var error = Check(sequential && path is { Length: > 0 } ? path + "1" : path);
        if (error is not null) throw new ArgumentException($"'{path}' is no znode path: {error}", nameof(path));
        ArgumentNullException.ThrowIfNull(path);
    }

    private static string? Check(string? path)
    {
        if (string.IsNullOrEmpty(path)) return "it is empty";
        if (path[0] != '/') return "it does not start with '/'";
        if (path.Length == 1) return null;
        if (path[^1] == '/') return "it ends with '/'";
        var rest = path.AsSpan(1);
        foreach (var range in rest.Split('/'))
        {
            var element = rest[range];
            if (element.Length == 0) return "it has an empty element";
            if (element is "." or "..") return $"it has the element '{element}'";
            foreach (var c in element)
            {
                if (c is <= '\u001f' or (>= '\u007f' and <= '\u009f') or (>= '\ud800' and <= '\uf8ff') or >= '\ufff0') return $"it has the character U+{(int)c:X4}";
            }
        }

        return null;
    }
}
