using System.Diagnostics;
using ChefActors.ZooKeeper;

namespace ChefActors.Benchmarks.Peer;

/// <summary>One work on a server: first as a warm-up, then measured. Every answer is awaited, so a failed one ends the run.</summary>
internal sealed partial class PeerRun : IAsyncDisposable
{
    private const int SetsPerMulti = 100;

    private static readonly TimeSpan WaitAtMost = TimeSpan.FromSeconds(60);

    private readonly PeerOptions _options;
    private readonly SessionGroup _sessions;
    private readonly byte[] _value;
    private readonly string _root = $"/bench-ours-{Environment.ProcessId}";
    private readonly string _node;
    private readonly PeerMeasure _measure = new();
    private IZooKeeperClient _client = null!;

    private PeerRun(PeerOptions options)
    {
        (_options, _sessions, _node) = (options, new SessionGroup(options.Connect), _root + "/n");
        _value = new byte[options.Size];
        Array.Fill(_value, (byte)'x');
    }

    /// <summary>The works that this client does.</summary>
    internal static IReadOnlySet<string> Works { get; } =
        new HashSet<string>(["set", "get", "create", "multi100", "get1", "set1", "watch", "sessions", "fanout"], StringComparer.Ordinal);

    /// <summary>Opens the session and makes the znodes, which whoever called removes.</summary>
    internal static async Task<PeerRun> OpenAsync(PeerOptions options)
    {
        var run = new PeerRun(options);
        run._client = (await run._sessions.OpenAsync(1))[0];
        await run._client.CreateAsync(run._root, run._value);
        await run._client.CreateAsync(run._node, run._value);
        return run;
    }

    /// <summary>Does the work and gives its line.</summary>
    internal async Task<string> MeasureAsync()
    {
        var ops = _options.Work switch
        {
            "get1" => await OneAtATimeAsync(() => _client.GetDataAsync(_node)),
            "set1" => await OneAtATimeAsync(() => _client.SetDataAsync(_node, _value)),
            "watch" => await WatchAsync(),
            "sessions" => await SessionsAsync(),
            "fanout" => await FanoutAsync(),
            _ => await PipelinedAsync(),
        };
        return _measure.Line(_options.Work, ops);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _sessions.DisposeAsync();

    private async Task<int> PipelinedAsync()
    {
        var perRequest = _options.Work == "multi100" ? SetsPerMulti : 1;
        var requests = (_options.Ops + perRequest - 1) / perRequest;
        await PipelineAsync(requests, "w");
        await _measure.PartAsync(() => PipelineAsync(requests, "m"));
        return requests * perRequest;
    }

    /// <summary>Answers come in order: awaiting the oldest keeps at most a window of requests in flight.</summary>
    private async Task PipelineAsync(int requests, string prefix)
    {
        var inFlight = new Queue<Task>(_options.Window);
        for (var i = 0; i < requests; i++)
        {
            if (inFlight.Count == _options.Window) await inFlight.Dequeue();
            inFlight.Enqueue(Start(prefix, i));
        }

        while (inFlight.TryDequeue(out var request)) await request;
    }

    private Task Start(string prefix, int number) => _options.Work switch
    {
        "set" => _client.SetDataAsync(_node, _value),
        "get" => _client.GetDataAsync(_node),
        "create" => _client.CreateAsync($"{_root}/{prefix}{number}", _value),
        _ => MultiAsync(),
    };

    private async Task MultiAsync()
    {
        var operations = new ZnodeOperation[SetsPerMulti];
        for (var i = 0; i < operations.Length; i++) operations[i] = new ZnodeOperation.SetData(_node, _value);
        var result = await _client.MultiAsync(operations);
        if (!result.Succeeded) throw new InvalidOperationException($"a transaction was refused: {result.Error}");
    }

    private async Task<int> OneAtATimeAsync(Func<Task> call)
    {
        await OneByOneAsync(call);
        _measure.Latencies.Clear();
        await _measure.PartAsync(() => OneByOneAsync(call));
        return _options.Ops;
    }

    private async Task OneByOneAsync(Func<Task> call)
    {
        for (var i = 0; i < _options.Ops; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await call();
            _measure.Latencies.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
    }
}
