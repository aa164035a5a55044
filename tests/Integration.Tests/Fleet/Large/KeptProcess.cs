using System.ComponentModel;
using System.Diagnostics;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests.Fleet.Large;

/// <summary>
/// A process that is started again as soon as it has died, as a machine's supervisor does it, and can be killed and frozen meanwhile. An end that nobody brought about is
/// kept in <see cref="Oddities"/>.
/// </summary>
internal sealed class KeptProcess : IAsyncDisposable
{
    private const int Killed = 137;
    private static readonly TimeSpan ServesWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Forever = TimeSpan.FromHours(1);

    private readonly Func<KeptProcess, CancellationToken, Task<TestProcess?>> _launch;
    private readonly Func<string, bool>? _serves;
    private readonly Func<int, bool> _mayEnd;
    private readonly CancellationTokenSource _over = new();
    private readonly List<string> _oddities = [];
    private Task _keeping = Task.CompletedTask;
    private TestProcess? _latest;
    private TestProcess? _living;
    private volatile bool _isKilled;
    private long _awaySince;

    /// <param name="name">For messages.</param>
    /// <param name="launch">Starts a life; null: there is no further one.</param>
    /// <param name="serves">Its line that says that it serves; null: it has none.</param>
    /// <param name="mayEnd">Exit codes that are no oddity besides a kill's.</param>
    public KeptProcess(string name, Func<KeptProcess, CancellationToken, Task<TestProcess?>> launch, Func<string, bool>? serves = null, Func<int, bool>? mayEnd = null) =>
        (Name, _launch, _serves, _mayEnd) = (name, launch, serves, mayEnd ?? (_ => false));

    public string Name { get; }

    /// <summary>The current life's process id; null: there is none.</summary>
    public int? Pid => _living?.Id;

    /// <summary>Lives so far.</summary>
    public int Lives { get; private set; }

    /// <summary>Deaths that <see cref="Kill"/> had no part in: those at named points.</summary>
    public int OwnDeaths { get; private set; }

    /// <summary>For how long it was dead or frozen at most.</summary>
    public TimeSpan LongestAbsence { get; private set; }

    /// <summary>Ends that nobody brought about.</summary>
    public IReadOnlyList<string> Oddities => _oddities;

    /// <summary>Told of each death: the process id.</summary>
    public Action<int>? Died { get; set; }

    /// <summary>It stays dead when it dies next.</summary>
    public bool IsGivenUp { get; set; }

    /// <summary>The latest lines of the latest life.</summary>
    public string Tail => $"{Name}, life {Lives}:\n{_latest?.Tail(12)}";

    /// <summary>Starts it, or starts it again after it was given up, and waits until it serves, in whichever life.</summary>
    public async Task Start()
    {
        IsGivenUp = false;
        await _keeping;
        var served = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _keeping = KeepAsync(served);
        await Eventually.Within(Task.WhenAny(served.Task, _keeping), $"that {Name} serves", ServesWithin);
    }

    /// <summary>SIGKILL to the process alone. False: there was none to kill.</summary>
    public bool Kill()
    {
        _isKilled = true;
        return Send(UnixSignal.Kill);
    }

    /// <summary>SIGSTOP. False: there was none.</summary>
    public bool Freeze()
    {
        Interlocked.CompareExchange(ref _awaySince, Stopwatch.GetTimestamp(), 0);
        return Send(UnixSignal.Stop);
    }

    /// <summary>SIGCONT.</summary>
    public void Thaw() => Send(UnixSignal.Continue);

    /// <summary>It is known to serve again.</summary>
    public void IsBack()
    {
        if (Interlocked.Exchange(ref _awaySince, 0) is not 0 and var since && Stopwatch.GetElapsedTime(since) is var absence && absence > LongestAbsence) LongestAbsence = absence;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        Send(UnixSignal.Kill);
        await _keeping;
        _over.Dispose();
    }

    private async Task KeepAsync(TaskCompletionSource served)
    {
        while (!_over.IsCancellationRequested && await _launch(this, _over.Token) is { } process)
        {
            await using var life = process;
            Lives++;
            _isKilled = false;
            _latest = _living = process;
            // Whoever ended it did not see this one yet.
            if (_over.IsCancellationRequested) Send(UnixSignal.Kill);
            var exit = process.WaitForExit(Forever);
            if (await ServesAsync(process, exit))
            {
                IsBack();
                served.TrySetResult();
            }

            var code = await exit;
            _living = null;
            if (_over.IsCancellationRequested) return;
            Interlocked.CompareExchange(ref _awaySince, Stopwatch.GetTimestamp(), 0);
            if (!_isKilled && code == Killed) OwnDeaths++;
            Died?.Invoke(process.Id);
            if (code != Killed && !_mayEnd(code)) _oddities.Add($"{Name} ended with {code}:\n{process.Tail(12)}");
            if (IsGivenUp) return;
        }
    }

    private async Task<bool> ServesAsync(TestProcess process, Task exit)
    {
        if (_serves is null) return true;
        while (!exit.IsCompleted)
        {
            if (process.Output.Any(_serves)) return true;
            await Task.WhenAny(exit, Task.Delay(TimeSpan.FromMilliseconds(20)));
        }

        return false;
    }

    private bool Send(UnixSignal signal)
    {
        if (_living is not { } process) return false;
        try
        {
            process.Signal(signal);
            return true;
        }
        catch (Win32Exception)
        {
            // It died in this moment.
            return false;
        }
    }
}
