namespace ChefActors.NodeHost.Logs;

/// <summary>A piece of a log, and the log's size when it was read.</summary>
internal sealed record LogPiece(byte[] Bytes, long Size);
