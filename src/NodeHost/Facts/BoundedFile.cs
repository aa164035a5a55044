namespace ChefActors.NodeHost.Facts;

/// <summary>Files of the machine, read with a bound. What is not there or may not be read is nothing; what is larger than the bound is said.</summary>
internal static class BoundedFile
{
    /// <summary>Its bytes; null: not there, not readable, empty, or no ordinary file (a pipe has no length, and nobody may keep us waiting at one).</summary>
    /// <exception cref="InvalidDataException">It is larger than <paramref name="atMost"/> bytes.</exception>
    internal static byte[]? Read(string path, int atMost)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length == 0) return null;
            if (file.Length > atMost) throw new InvalidDataException($"{path} has {file.Length} bytes, at most {atMost} are read");
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return ReadUpTo(stream, atMost);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return null;
        }
    }

    /// <summary>Its text, the beginning of it where it is larger; empty when there is none. For files of <c>/proc</c> too, which tell no length.</summary>
    internal static string ReadBeginning(string path, int atMost)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return System.Text.Encoding.UTF8.GetString(ReadUpTo(stream, atMost));
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return "";
        }
    }

    private static byte[] ReadUpTo(FileStream stream, int atMost)
    {
        var buffer = new byte[atMost];
        return buffer[..stream.ReadAtLeast(buffer, atMost, throwOnEndOfStream: false)];
    }
}
