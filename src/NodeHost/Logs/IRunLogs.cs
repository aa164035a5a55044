namespace ChefActors.NodeHost.Logs;

/// <summary>The outputs of runs that lie on this node: of the one under way, and the kept ones. Reading never waits for a run.</summary>
internal interface IRunLogs
{
    /// <summary>All of them, newest first; the run under way before the rest.</summary>
    /// <exception cref="IOException">The state directory cannot be read.</exception>
    Task<IReadOnlyList<RunLog>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Those of one command, the latest attempt first.</summary>
    /// <exception cref="IOException">The state directory cannot be read.</exception>
    Task<IReadOnlyList<RunLog>> OfAsync(string command, CancellationToken cancellationToken);

    /// <summary>A piece of one.</summary>
    /// <param name="log">Which.</param>
    /// <param name="offset">Bytes before it, from 0.</param>
    /// <param name="count">Bytes of it at most.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The piece, shorter at the end and empty behind it, and the size now; null: the log is gone.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    Task<LogPiece?> ReadAsync(RunLog log, long offset, int count, CancellationToken cancellationToken);
}
