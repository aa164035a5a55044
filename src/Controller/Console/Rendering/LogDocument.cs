using ChefActors.Core.Queries;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>
/// A log in JSON, or with <c>jsonl</c> a page of it. <see cref="Text"/> is the last field: it is written while the log is read, however long it is. Bytes that
/// are no UTF-8 are U+FFFD in it; <c>--raw</c> has them as they are.
/// </summary>
/// <param name="V">1.</param>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Node">The node.</param>
/// <param name="Command">The command whose run it is.</param>
/// <param name="Attempt">Which start of it.</param>
/// <param name="Running">The run is under way.</param>
/// <param name="ExitCode">The exit code that was noted; null: none, or not yet.</param>
/// <param name="Offset">Bytes of the log before the text.</param>
/// <param name="Size">Bytes of the whole log.</param>
/// <param name="Text">The text.</param>
internal sealed record LogDocument(int V, string Cluster, string Node, string Command, int Attempt, bool Running, int? ExitCode, long Offset, long Size, string Text)
{
    /// <summary>The document, still without its text.</summary>
    public static LogDocument Of(LogAnswer log, long offset, string node, string cluster) =>
        new(1, cluster, node, log.Command, log.Attempt, log.Running, log.ExitCode, offset, log.Size, "");
}
