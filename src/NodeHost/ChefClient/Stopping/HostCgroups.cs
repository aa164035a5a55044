using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost.ChefClient.Stopping;

/// <summary>
/// A leaf of its own for each run, at no time of the start: this node host itself sits in the leaf of the next run, the wrapper is born there, and
/// afterwards the host moves on to a new one. To move the wrapper instead would cost what every move costs, some 10 ms until the kernel's readers
/// are through (RCU), between push and <c>go</c>. Nobody on the machine can fork meanwhile, the wrapper neither, so the host moves once chef-client
/// has begun. No controller is enabled anywhere, so the rule against processes in inner cgroups does not matter.
/// </summary>
internal sealed partial class HostCgroups
{
    /// <summary>From a wrapper's birth until chef-client has begun, nearly always.</summary>
    private static readonly TimeSpan BeforeMove = TimeSpan.FromMilliseconds(250);

    private readonly string _base;
    private readonly ILogger _logger;
    private CgroupDirectory _leaf;
    private bool _isUsed;
    private Task _moved = Task.CompletedTask;
    private CancellationTokenSource? _wait;

    private HostCgroups(string baseDirectory, CgroupDirectory leaf, ILogger logger) => (_base, _leaf, _logger) = (baseDirectory, leaf, logger);

    /// <summary>Moves this process into its first leaf below a cgroup, and removes empty ones of earlier lives.</summary>
    /// <exception cref="IOException">The kernel refused.</exception>
    /// <exception cref="UnauthorizedAccessException">Not allowed.</exception>
    internal static HostCgroups Enter(string baseDirectory, ILogger logger)
    {
        var cgroups = new HostCgroups(baseDirectory, EnterNew(baseDirectory), logger);
        cgroups.Sweep();
        return cgroups;
    }

    /// <summary>The leaf that the next child of this process is born in, and that no run has yet; null when this process could not get out of the last one.</summary>
    internal async Task<CgroupDirectory?> FreshLeafAsync()
    {
        await SettledAsync();
        if (_isUsed) await Task.Run(Move);
        return _isUsed ? null : _leaf;
    }

    /// <summary>The child was born: the leaf is its run's, and this process moves on to another one in the background.</summary>
    internal void MoveOn()
    {
        _isUsed = true;
        _wait = new CancellationTokenSource();
        _moved = MoveAsync(_wait.Token);
    }

    /// <summary>Nothing is gained by waiting longer: the run is over, or somebody wants this process out of its leaf.</summary>
    internal void MoveNow() => _wait?.Cancel();

    /// <summary>Completes when this process is out of the leaf of the last run, which it is to leave now.</summary>
    internal Task SettledAsync()
    {
        MoveNow();
        return _moved;
    }

    private async Task MoveAsync(CancellationToken now)
    {
        await Task.Delay(BeforeMove, now).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Run(Move, CancellationToken.None);
    }

    private void Move()
    {
        try
        {
            var before = _leaf;
            _leaf = EnterNew(_base);
            _isUsed = false;

            // What this process runs for itself is of its own session, and a run's processes never are: it goes along.
            var session = ProcessEntry.Read(Environment.ProcessId)?.Session;
            foreach (var pid in before.Pids().Where(pid => ProcessEntry.Read(pid)?.Session == session)) TakeAlong(pid);
            Sweep();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogStuck(_logger, _base, e.Message);
        }
    }

    private void TakeAlong(int pid)
    {
        try
        {
            _leaf.Take(pid);
        }
        catch (IOException e)
        {
            // It ended meanwhile (ESRCH), as short as such work is.
            LogNotTaken(_logger, pid, e.Message);
        }
    }

    /// <summary>Removes what is empty. A leaf that another node host has just made may be among them: it makes another one.</summary>
    private void Sweep()
    {
        foreach (var directory in Directory.EnumerateDirectories(_base, CgroupPlace.LeafPrefix + "*"))
        {
            if (directory != _leaf.Path && CgroupPlace.IsLeaf(Path.GetFileName(directory))) new CgroupDirectory(directory).TryRemove();
        }
    }

    private static CgroupDirectory EnterNew(string baseDirectory)
    {
        for (var tries = 1; ; tries++)
        {
            var leaf = new CgroupDirectory(Path.Combine(baseDirectory, CgroupPlace.LeafPrefix + Guid.NewGuid().ToString("N")[..12]));
            Directory.CreateDirectory(leaf.Path);
            try
            {
                leaf.Take(Environment.ProcessId);
                return leaf;
            }
            catch (IOException) when (tries < 3 && !Directory.Exists(leaf.Path))
            {
                // Another node host below the same cgroup swept it before anybody was in it.
            }
            catch
            {
                leaf.TryRemove();
                throw;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "no new cgroup below {Base}: {Error} The next run is told by its processes' parents and environment instead")]
    private static partial void LogStuck(ILogger logger, string @base, string error);

    [LoggerMessage(Level = LogLevel.Debug, Message = "process {Pid} was gone before it could be moved: {Error}")]
    private static partial void LogNotTaken(ILogger logger, int pid, string error);
}
