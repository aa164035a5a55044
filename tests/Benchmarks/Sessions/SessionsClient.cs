using System.Diagnostics;
using System.Globalization;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.Benchmarks.Sessions;

/// <summary>Many sessions of our client in one process, phase by phase, for <see cref="SessionsVerb"/>: each phase prints its name and seconds when it is over.</summary>
internal sealed class SessionsClient(string connect, int count)
{
    private const int OpeningAtOnce = 50;

    private readonly ZooKeeperConnector _connector =
        new(new ZooKeeperOptions(connect) { SessionTimeout = TimeSpan.FromSeconds(30) }, TimeProvider.System, NullLoggerFactory.Instance);

    private readonly List<IZooKeeperClient> _clients = new(count);
    private readonly TaskCompletionSource _allBack = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _back;
    private long _down;

    /// <summary>All phases; the storm comes from outside, and the end, like its measuring, when stdin says so.</summary>
    internal async Task RunAsync()
    {
        await PhaseAsync("open", OpenAsync);
        await PhaseAsync("five", () => Task.WhenAll(_clients.Select(FiveAsync)));
        foreach (var client in _clients) client.StateChanged += Changed;
        Console.WriteLine("ready 0");
        await _allBack.Task;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"back {Stopwatch.GetElapsedTime(Interlocked.Read(ref _down)).TotalSeconds:0.000} {_back}"));
        await Console.In.ReadLineAsync();
        await PhaseAsync("close", () => Task.WhenAll(_clients.Select(client => client.CloseAsync())));
        await Console.In.ReadLineAsync();
    }

    private static async Task PhaseAsync(string name, Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {Stopwatch.GetElapsedTime(start).TotalSeconds:0.000}"));
    }

    private static async Task FiveAsync(IZooKeeperClient client, int number)
    {
        var (path, value) = ($"/sessions/{number}", new byte[100]);
        await client.CreateAsync(path, value);
        await client.GetDataAsync(path);
        await client.SetDataAsync(path, value);
        await client.GetDataAsync(path);
        await client.DeleteAsync(path);
    }

    private async Task OpenAsync()
    {
        while (_clients.Count < count)
            _clients.AddRange(await Task.WhenAll(Enumerable.Range(0, Math.Min(OpeningAtOnce, count - _clients.Count)).Select(_ => _connector.ConnectAsync(CancellationToken.None))));
    }

    private void Changed(SessionState state)
    {
        if (state == SessionState.Disconnected) Interlocked.CompareExchange(ref _down, Stopwatch.GetTimestamp(), 0);
        if (state == SessionState.Connected && Interlocked.Increment(ref _back) == count) _allBack.TrySetResult();
        if (state == SessionState.Expired) _allBack.TrySetException(new InvalidOperationException("a session expired in the storm"));
    }
}
