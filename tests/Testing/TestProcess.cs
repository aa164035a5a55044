using System.Diagnostics;

namespace ChefActors.Testing;

/// <summary>A child process under test: its output by lines, signals, its end. Disposing kills it with all of its descendants.</summary>
public sealed class TestProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private readonly Task _readers;
    private int _isDisposed;

    private TestProcess(Process process)
    {
        _process = process;
        Id = process.Id;
        _readers = Task.WhenAll(ReadLines(process.StandardOutput, _output), ReadLines(process.StandardError, _errors));
    }

    /// <summary>The process id.</summary>
    public int Id { get; }

    /// <summary>It has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What it has written to stdout until now.</summary>
    public IReadOnlyList<string> Output => Copy(_output);

    /// <summary>What it has written to stderr until now.</summary>
    public IReadOnlyList<string> Errors => Copy(_errors);

    /// <summary>Starts a program. Its stdin is a pipe that stays open until <see cref="CloseInput"/> or the end.</summary>
    /// <param name="file">A path, or a name looked up on PATH.</param>
    /// <param name="arguments">One element per argument; no shell sees them.</param>
    /// <param name="environment">Added to the test's own; null removes a variable.</param>
    /// <param name="workingDirectory">The test's own when it is left out.</param>
    public static TestProcess Start(
        string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? workingDirectory = null)
    {
        var info = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            if (value is null) info.Environment.Remove(name);
            else info.Environment[name] = value;
        }

        return new TestProcess(Process.Start(info) ?? throw new InvalidOperationException($"{file} did not start"));
    }

    /// <summary>Waits for a line, on stdout or stderr, past or to come.</summary>
    /// <exception cref="TimeoutException">It did not come; the message holds the last lines of both.</exception>
    /// <exception cref="InvalidOperationException">The process ended without it.</exception>
    public async Task<string> WaitForLine(Func<string, bool> isIt, string what, TimeSpan? bound = null)
    {
        string? found = null;
        var tail = new Func<string>(() => $"; output:\n{Tail()}");
        try
        {
            await Eventually.BecomesTrue(
                () =>
                {
                    var ended = _readers.IsCompleted;
                    found = Output.Concat(Errors).FirstOrDefault(isIt);
                    return found is not null || ended;
                },
                $"a line: {what}",
                bound);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(e.Message + tail(), e);
        }

        return found ?? throw new InvalidOperationException($"the process ended without a line: {what}{tail()}");
    }

    /// <summary>Sends a signal to the process alone.</summary>
    public void Signal(UnixSignal signal) => Signals.Send(Id, signal);

    /// <summary>SIGKILL to the process alone, and waits for its end. Nothing happens to one that has ended.</summary>
    public async Task Kill()
    {
        if (!_process.HasExited) _process.Kill();
        await WaitForExit();
    }

    /// <summary>Writes a line to its stdin.</summary>
    public async Task WriteLine(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>End of file on its stdin.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Waits for its end and gives its exit code: 128 and the signal's number when a signal ended it.</summary>
    /// <exception cref="TimeoutException">It still runs after the bound.</exception>
    public async Task<int> WaitForExit(TimeSpan? bound = null)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(bound ?? Eventually.DefaultBound);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"the process {_process.StartInfo.FileName} still runs; output:\n{Tail()}", e);
        }

        // Its last lines may still be on the way; a descendant that holds the pipes must not hold this up.
        await Task.WhenAny(_readers, Task.Delay(TimeSpan.FromSeconds(1)));
        return _process.ExitCode;
    }

    /// <summary>The last lines of stdout and stderr, for messages.</summary>
    public string Tail(int lines = 30) => string.Join('\n', Output.TakeLast(lines).Concat(Errors.TakeLast(lines)));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await Eventually.BecomesTrue(() => _process.HasExited, $"the killed process {Id} has ended");

        // A descendant that was orphaned before may hold the pipes: closing them ends the readers.
        await Task.WhenAny(_readers, Task.Delay(TimeSpan.FromSeconds(1)));
        _process.Dispose();
    }

    private async Task ReadLines(StreamReader reader, List<string> lines)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                lock (_lock) lines.Add(line);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or IOException or InvalidOperationException)
        {
            // The pipe was closed by DisposeAsync; what was read is kept.
        }
    }

    private string[] Copy(List<string> lines)
    {
        lock (_lock) return [.. lines];
    }
}
