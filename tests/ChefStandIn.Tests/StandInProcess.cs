using System.Diagnostics;
using ChefActors.ChefStandIn.Native;

namespace ChefActors.ChefStandIn.Tests;

/// <summary>One stand-in as a real process, its stdout kept as bytes.</summary>
internal sealed class StandInProcess : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly MemoryStream _output = new();
    private readonly MemoryStream _error = new();
    private readonly List<(TimeSpan At, int Length)> _arrivals = [];
    private readonly Task _reading;
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    internal StandInProcess(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(Executable) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment.Remove("CHEF_LICENSE");
        foreach (var (key, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[key] = value;
        _process = Process.Start(start)!;
        _reading = Task.WhenAll(Read(_process.StandardOutput.BaseStream, _output, _arrivals), Read(_process.StandardError.BaseStream, _error, []));
    }

    internal static string Executable => Path.Combine(AppContext.BaseDirectory, "chef-client-stand-in");

    internal int Id => _process.Id;

    internal bool HasEnded => _process.HasExited;

    internal TimeSpan Elapsed => _clock.Elapsed;

    internal byte[] Output
    {
        get
        {
            lock (_output)
                return _output.ToArray();
        }
    }

    internal byte[] Error
    {
        get
        {
            lock (_error)
                return _error.ToArray();
        }
    }

    internal string Text => System.Text.Encoding.Latin1.GetString(Output);

    /// <summary>When the output's byte at this place had arrived.</summary>
    internal TimeSpan ArrivalOf(string text)
    {
        var end = Text.IndexOf(text, StringComparison.Ordinal) + text.Length;
        lock (_output)
            return _arrivals.First(arrival => arrival.Length >= end).At;
    }

    internal async Task<int> EndAsync()
    {
        using var bound = new CancellationTokenSource(Bound);
        await _process.WaitForExitAsync(bound.Token);
        await _reading.WaitAsync(bound.Token);
        return _process.ExitCode;
    }

    internal Task SeesAsync(string text) => Poll.UntilAsync(() => Text.Contains(text, StringComparison.Ordinal), $"output with \"{text}\"");

    internal void Signal(int signal) => Assert.Equal(0, Libc.Kill(Id, signal));

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    private async Task Read(Stream stream, MemoryStream kept, List<(TimeSpan At, int Length)> arrivals)
    {
        var chunk = new byte[1 << 16];
        for (var count = await stream.ReadAsync(chunk); count > 0; count = await stream.ReadAsync(chunk))
        {
            lock (kept)
            {
                kept.Write(chunk, 0, count);
                arrivals.Add((_clock.Elapsed, (int)kept.Length));
            }
        }
    }
}
