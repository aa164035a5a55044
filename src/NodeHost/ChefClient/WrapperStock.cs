using ChefActors.NodeHost.ChefClient.Stopping;
using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>
/// Bears wrappers, and keeps one in stock while no run is under way: to start a shell takes about as long as all the rest between a push and <c>go</c>. It
/// knows of no run until it is taken, and ends by itself when this process does (end of file). While a run is under way there is none, so whatever
/// a run leaves behind was born after its wrapper and before the next.
/// </summary>
internal sealed partial class WrapperStock(ChefClientSettings settings, RunForce force, ILogger logger)
{
    private static readonly string Wrapper = Path.Combine(AppContext.BaseDirectory, "wrapper.sh");

    /// <summary>Ours as it was when this began, without our secrets and without a run's marker.</summary>
    private readonly string[] _environment =
    [
        .. Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Where(variable => !settings.HiddenEnvironment.Contains((string)variable.Key) && !RunMarker.IsName((string)variable.Key))
            .Select(variable => $"{variable.Key}={variable.Value}"),
    ];

    private readonly SemaphoreSlim _oneAtATime = new(1);
    private HeldWrapper? _inStock;
    private bool _isRunUnderWay;

    /// <summary>The one that waits; null: none does.</summary>
    internal ProcessIdentity? Waiting => _inStock?.Identity;

    /// <summary>A run of an earlier life is under way.</summary>
    internal void RunIsUnderWay() => _isRunUnderWay = true;

    /// <summary>The one in stock if it lives, else a new one; its run is under way from now on.</summary>
    /// <param name="prepare">Tells it what it is for; throws <see cref="IOException"/> when it is dead.</param>
    /// <param name="cancellationToken">Stops waiting for one that is being born.</param>
    /// <exception cref="IOException">None could be started.</exception>
    internal async Task<HeldWrapper> TakeAsync(Action<HeldWrapper> prepare, CancellationToken cancellationToken)
    {
        // A cgroup is one child's: the next is born after this process has moved on.
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            _isRunUnderWay = true;
            var taken = _inStock;
            _inStock = null;
            if (taken is not null && await Task.Run(() => TryPrepare(taken, prepare), CancellationToken.None)) return taken;
            var born = await BearAsync();
            await Task.Run(() => Prepare(born, prepare), CancellationToken.None);
            return born;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>No run is under way any more: one is put in stock. That it fails is told when the next run needs one.</summary>
    internal async Task RefillAsync()
    {
        await _oneAtATime.WaitAsync();
        try
        {
            _isRunUnderWay = false;
            await FillAsync();
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>One is put in stock, unless a run is under way.</summary>
    internal async Task FillUnlessUnderWayAsync()
    {
        await _oneAtATime.WaitAsync();
        try
        {
            if (!_isRunUnderWay) await FillAsync();
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task FillAsync()
    {
        if (_inStock is { IsFit: true }) return;
        _inStock?.Process.Dispose();
        _inStock = null;
        try
        {
            _inStock = await BearAsync();
        }
        catch (IOException e)
        {
            LogNotFilled(logger, e.Message);
        }
    }

    private async Task<HeldWrapper> BearAsync()
    {
        var cgroup = await force.FreshLeafAsync();
        return await Task.Run(() =>
        {
            var process = WrapperProcess.Start([Wrapper], _environment);
            if (cgroup is not null) force.MoveOn();
            try
            {
                // The shell begins meanwhile.
                var directory = NextRunDirectory.Make(settings.StateDirectory, cgroup);
                return new HeldWrapper(process, ProcessIdentity.Read(process.Pid) ?? throw new IOException("a wrapper ended before it could be named"), directory);
            }
            catch
            {
                process.Dispose();
                throw;
            }
        });
    }

    private static void Prepare(HeldWrapper wrapper, Action<HeldWrapper> prepare)
    {
        try
        {
            prepare(wrapper);
        }
        catch
        {
            // End of file instead of go: it ends by itself, and is waited for.
            wrapper.Process.Dispose();
            throw;
        }
    }

    /// <summary>False: somebody ended it meanwhile.</summary>
    private bool TryPrepare(HeldWrapper wrapper, Action<HeldWrapper> prepare)
    {
        try
        {
            if (wrapper.IsFit)
            {
                Prepare(wrapper, prepare);
                return true;
            }

            wrapper.Process.Dispose();
        }
        catch (IOException) when (!wrapper.IsFit)
        {
            // A broken pipe: what was prepared is made anew for another one.
        }

        LogEnded(logger, wrapper.Identity.Pid);
        return false;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the wrapper that waited for the next run (pid {Pid}) was ended by somebody, or its directory is gone; another one is started")]
    private static partial void LogEnded(ILogger logger, int pid);

    [LoggerMessage(Level = LogLevel.Warning, Message = "no wrapper could be started in advance: {Error} The next run will try again")]
    private static partial void LogNotFilled(ILogger logger, string error);
}
