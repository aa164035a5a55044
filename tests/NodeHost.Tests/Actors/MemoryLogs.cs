using ChefActors.NodeHost.Logs;

namespace ChefActors.NodeHost.Tests.Actors;

/// <summary>Logs in memory. Answers come at once, or when <see cref="Gate"/> opens.</summary>
internal sealed class MemoryLogs : IRunLogs
{
    private readonly List<(RunLog Log, byte[] Content)> _logs = [];

    /// <summary>Null: everything is answered at once.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>Readings under way.</summary>
    public int Waiting { get; private set; }

    /// <summary>What readings fail with.</summary>
    public IOException? Fault { get; set; }

    /// <summary>A log as it is from now on.</summary>
    public void Set(string command, string content, int attempt = 1, bool isRunning = false, int? exitCode = null) =>
        Set(command, System.Text.Encoding.UTF8.GetBytes(content), attempt, isRunning, exitCode);

    public void Set(string command, byte[] content, int attempt = 1, bool isRunning = false, int? exitCode = null)
    {
        Remove(command, attempt);
        _logs.Insert(0, (new RunLog(command, attempt, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), content.Length, isRunning, exitCode), content));
    }

    public void Remove(string command, int attempt = 1) => _logs.RemoveAll(log => log.Log.Command == command && log.Log.Attempt == attempt);

    /// <inheritdoc />
    public async Task<IReadOnlyList<RunLog>> ListAsync(CancellationToken cancellationToken)
    {
        await PassAsync();
        return [.. _logs.Select(log => log.Log)];
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<RunLog>> OfAsync(string command, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RunLog>>([.. _logs.Select(log => log.Log).Where(log => log.Command == command).OrderByDescending(log => log.Attempt)]);

    /// <inheritdoc />
    public Task<LogPiece?> ReadAsync(RunLog log, long offset, int count, CancellationToken cancellationToken)
    {
        var content = _logs.Find(known => known.Log.Command == log.Command && known.Log.Attempt == log.Attempt).Content;
        if (content is null) return Task.FromResult<LogPiece?>(null);
        var from = (int)Math.Min(offset, content.Length);
        return Task.FromResult<LogPiece?>(new LogPiece(content[from..Math.Min(content.Length, from + count)], content.Length));
    }

    private async Task PassAsync()
    {
        if (Fault is not null) throw Fault;
        if (Gate is not { } gate) return;
        Waiting++;
        await gate.Task;
        Waiting--;
    }
}
