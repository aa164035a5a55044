using ChefActors.NodeHost.Logs;

namespace ChefActors.Simulation.Fleet;

/// <summary>Nobody reads a log here.</summary>
internal sealed class NoLogs : IRunLogs
{
    internal static NoLogs Kept { get; } = new();

    /// <inheritdoc />
    public Task<IReadOnlyList<RunLog>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RunLog>>([]);

    /// <inheritdoc />
    public Task<IReadOnlyList<RunLog>> OfAsync(string command, CancellationToken cancellationToken) => ListAsync(cancellationToken);

    /// <inheritdoc />
    public Task<LogPiece?> ReadAsync(RunLog log, long offset, int count, CancellationToken cancellationToken) => Task.FromResult<LogPiece?>(null);
}
