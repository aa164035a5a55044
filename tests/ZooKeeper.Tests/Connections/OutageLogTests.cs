using ChefActors.Testing;
using ChefActors.ZooKeeper.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ChefActors.ZooKeeper.Tests.Connections;

/// <summary>An outage is said at once, then ever less often, and again at once when it is a new one.</summary>
public sealed class OutageLogTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Lines_of_one_outage_come_after_ever_longer_silences_up_to_a_minute_and_say_since_when()
    {
        var log = new OutageLog(_time);
        var start = _time.GetUtcNow();
        List<double> at = [];
        for (var attempt = 1; attempt <= 4 * 600; attempt++)
        {
            if (log.Failed() is { } outage)
            {
                at.Add((_time.GetUtcNow() - start).TotalSeconds);
                Assert.Equal((start, attempt), (outage.Since, outage.Attempts));
            }

            _time.Advance(TimeSpan.FromSeconds(0.25));
        }

        Assert.Equal([0, 1, 3, 7, 15, 31, 63, 123, 183, 243, 303, 363, 423, 483, 543], at);
    }

    [Fact]
    public void After_an_answer_the_next_failure_is_a_new_outage_and_said_at_once()
    {
        var log = new OutageLog(_time);
        Assert.NotNull(log.Failed());
        Assert.Null(log.Failed());
        log.Answered();
        _time.Advance(TimeSpan.FromSeconds(0.1));
        var next = log.Failed();
        Assert.Equal((_time.GetUtcNow(), 1, TimeSpan.FromSeconds(1)), (next!.Since, next.Attempts, next.NextLine));
    }

    [Fact]
    public async Task A_connector_without_a_server_tries_as_quickly_as_ever_and_logs_ever_less()
    {
        var lines = new Lines();
        var port = LoopbackPorts.Take();
        var options = new ZooKeeperOptions($"127.0.0.1:{port}/prod") { ReconnectDelay = TimeSpan.FromSeconds(1), ReconnectDelayLimit = TimeSpan.FromSeconds(1), Seed = 1 };
        using var stop = new CancellationTokenSource();
        var connecting = new ZooKeeperConnector(options, _time, lines).ConnectAsync(stop.Token);
        await Eventually.BecomesTrue(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return lines.Attempts >= 60;
            },
            "60 attempts");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        Assert.InRange(lines.Warnings.Count, 3, 8);
        Assert.All(lines.Warnings, line => Assert.Contains($"no answer from 127.0.0.1:{port}/prod since 2026-01-01T00:00:0", line, StringComparison.Ordinal));
    }

    private sealed class Lines : ILoggerFactory, ILogger
    {
        private readonly Lock _gate = new();
        private readonly List<string> _warnings = [];
        private int _attempts;

        public int Attempts => Volatile.Read(ref _attempts);

        public IReadOnlyList<string> Warnings
        {
            get
            {
                lock (_gate) return [.. _warnings];
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = formatter(state, exception);
            if (line.StartsWith("Trying", StringComparison.Ordinal)) Interlocked.Increment(ref _attempts);
            if (logLevel != LogLevel.Warning) return;
            lock (_gate) _warnings.Add(line);
        }

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }
    }
}
