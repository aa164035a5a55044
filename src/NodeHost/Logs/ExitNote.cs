using System.Globalization;

namespace ChefActors.NodeHost.Logs;

/// <summary>What the wrapper noted at the end of a run.</summary>
internal static class ExitNote
{
    /// <summary>Nothing was started.</summary>
    internal const string Never = "never";

    private const int LongestNote = 16;

    /// <summary>The note; null: there is none.</summary>
    internal static string? Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> note = stackalloc byte[LongestNote];
            var text = System.Text.Encoding.ASCII.GetString(note[..file.ReadAtLeast(note, note.Length, throwOnEndOfStream: false)]).Trim();
            return text.Length > 0 ? text : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The exit code that a note holds; null: none.</summary>
    internal static int? Code(string? note) => int.TryParse(note, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;
}
