using System.Diagnostics;
using ChefActors.NodeHost;

namespace ChefActors.Benchmarks.Processes;

/// <summary>A program whose first words are timed to the microsecond; it is killed with the object if it still runs.</summary>
internal sealed class TimedProgram : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly TimeSpan _started;
    private readonly TaskCompletionSource<TimeSpan> _line = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _errors = [];
    private readonly Task _reading;

    private TimedProgram(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment, string firstWords)
    {
        var info = new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment) info.Environment[name] = value;
        _started = BootClock.Now;
        _process = Process.Start(info) ?? throw new InvalidOperationException($"{file} did not start");
        _reading = Task.WhenAll(ReadOutputAsync(firstWords), ReadErrorsAsync());
    }

    /// <summary>Its process id.</summary>
    internal int Id => _process.Id;

    /// <summary>Lines on stdout.</summary>
    internal List<string> Output { get; } = [];

    /// <summary>Starts it and waits for the line that begins with these words; gives the time from before the start to that line.</summary>
    internal static async Task<(TimedProgram Program, TimeSpan Elapsed)> StartAsync(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment, string firstWords)
    {
        var program = new TimedProgram(file, arguments, environment, firstWords);
        return (program, await program._line.Task.WaitAsync(Bound));
    }

    /// <summary>Runs it to its end; gives the time that it took and its output.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0.</exception>
    internal static async Task<(TimeSpan Elapsed, IReadOnlyList<string> Output)> RunAsync(string file, IEnumerable<string> arguments)
    {
        await using var program = new TimedProgram(file, arguments, new Dictionary<string, string?>(StringComparer.Ordinal), "");
        _ = program._line.Task.Exception; // Whether it prints anything is seen from its output.
        program._process.StandardInput.Close();
        await program._process.WaitForExitAsync().WaitAsync(Bound);
        var elapsed = BootClock.Now - program._started;
        await program._reading;
        if (program._process.ExitCode != 0) throw new InvalidOperationException($"{file} ended with {program._process.ExitCode}: {string.Join('\n', program._errors)}");
        return (elapsed, program.Output);
    }

    /// <summary>SIGTERM, and its end.</summary>
    internal async Task StopAsync()
    {
        if (Libc.Kill(_process.Id, Libc.Terminate) != 0) throw new InvalidOperationException($"no process {_process.Id}");
        await _process.WaitForExitAsync().WaitAsync(Bound);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task ReadOutputAsync(string firstWords)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(firstWords, StringComparison.Ordinal)) _line.TrySetResult(BootClock.Now - _started);
            Output.Add(line);
        }

        _line.TrySetException(new InvalidOperationException($"it ended without a line '{firstWords}…': {string.Join('\n', Output.Concat(_errors))}"));
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line) _errors.Add(line);
    }
}
