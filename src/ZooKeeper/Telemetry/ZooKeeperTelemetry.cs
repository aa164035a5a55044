using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using ChefActors.ZooKeeper.Sessions;
using ChefActors.ZooKeeper.Telemetry;

namespace ChefActors.ZooKeeper;

/// <summary>
/// Metrics and traces of all sessions whose options name it (<see cref="ZooKeeperOptions.Telemetry"/>): a <see cref="Meter"/> and an <see cref="ActivitySource"/>, both called
/// <see cref="SourceName"/>. Its owner disposes it after the sessions; there is none that everybody shares. While nobody listens a request costs nothing more. Neither data nor credentials are in it.
/// </summary>
/// <remarks>
/// Instruments: <c>zookeeper.client.requests</c> and <c>zookeeper.client.request.duration</c> (s, from the call to the answer; tags <c>operation</c>, and <c>outcome</c>: <c>Ok</c>, the name of an
/// <see cref="ErrorCode"/> or <c>Cancelled</c>), <c>zookeeper.client.in_flight</c>, <c>zookeeper.client.queued</c>, <c>zookeeper.client.sessions</c> (tag <c>state</c>),
/// <c>zookeeper.client.reconnects</c>, <c>zookeeper.client.watch_events</c> (tag <c>type</c>), <c>zookeeper.client.bytes</c> (By; tag <c>direction</c>: <c>sent</c>, <c>received</c>; without the handshakes).
/// Spans: one of kind client for each request, named as the operation, with <c>db.system.name</c>, <c>zookeeper.path</c> and <c>zookeeper.outcome</c>.
/// </remarks>
public sealed class ZooKeeperTelemetry : IDisposable
{
    /// <summary>What listeners subscribe to.</summary>
    public const string SourceName = "ChefActors.ZooKeeper";

    private static readonly KeyValuePair<string, object?> _sent = new("direction", "sent");
    private static readonly KeyValuePair<string, object?> _received = new("direction", "received");

    private readonly ConcurrentDictionary<SessionLoop, bool> _sessions = new();
    private readonly ActivitySource _source = new(SourceName);
    private readonly Meter? _own;
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _reconnects;
    private readonly Counter<long> _watchEvents;
    private readonly Counter<long> _bytes;

    /// <summary>Makes one.</summary>
    /// <param name="meterFactory">Whose meter is used, and stays its factory's; null: one of its own.</param>
    public ZooKeeperTelemetry(IMeterFactory? meterFactory = null)
    {
        _own = meterFactory is null ? new Meter(SourceName) : null;
        var meter = _own ?? meterFactory!.Create(new MeterOptions(SourceName));
        _requests = meter.CreateCounter<long>("zookeeper.client.requests", "{request}", "Requests that ended, by operation and outcome");
        _duration = meter.CreateHistogram<double>("zookeeper.client.request.duration", "s", "From the call to the answer");
        _reconnects = meter.CreateCounter<long>("zookeeper.client.reconnects", "{reconnect}", "Sessions that went on over another connection");
        _watchEvents = meter.CreateCounter<long>("zookeeper.client.watch_events", "{event}", "Watch events from servers, by type");
        _bytes = meter.CreateCounter<long>("zookeeper.client.bytes", "By", "Bytes after the handshake, by direction");
        meter.CreateObservableUpDownCounter("zookeeper.client.in_flight", () => _sessions.Keys.Sum(session => (long)session.Counts.InFlight), "{request}", "Written and not answered");
        meter.CreateObservableUpDownCounter("zookeeper.client.queued", () => _sessions.Keys.Sum(session => (long)session.Counts.Queued), "{request}", "Waiting to be written");
        meter.CreateObservableUpDownCounter("zookeeper.client.sessions", States, "{session}", "Sessions that have not ended, by state");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _own?.Dispose();
        _source.Dispose();
    }

    /// <summary>A request begins; null: nobody listens.</summary>
    internal RequestTrace? Begin(string operation, string? path, TimeProvider time)
    {
        if (!_requests.Enabled && !_duration.Enabled && !_source.HasListeners()) return null;
        var current = Activity.Current;
        var activity = _source.StartActivity(operation, ActivityKind.Client);
        Activity.Current = current; // The caller's own stays the current one: a request ends elsewhere.
        activity?.SetTag("db.system.name", "zookeeper").SetTag("zookeeper.path", path);
        return new RequestTrace(this, operation, activity, time, time.GetTimestamp());
    }

    /// <summary>Whether a meter is its own.</summary>
    internal bool Owns(Meter meter) => ReferenceEquals(meter, _own);

    internal void Ended(string operation, string outcome, TimeSpan took)
    {
        var tags = new TagList { { "operation", operation }, { "outcome", outcome } };
        _requests.Add(1, tags);
        _duration.Record(took.TotalSeconds, tags);
    }

    internal void Opened(SessionLoop session) => _sessions.TryAdd(session, true);

    internal void Closed(SessionLoop session) => _sessions.TryRemove(session, out _);

    internal void Reconnected() => _reconnects.Add(1);

    internal void Sent(int bytes) => _bytes.Add(bytes, _sent);

    internal void Received(int bytes) => _bytes.Add(bytes, _received);

    internal void WatchFired(WatchEventType type)
    {
        if (_watchEvents.Enabled) _watchEvents.Add(1, new KeyValuePair<string, object?>("type", type.ToString()));
    }

    private IEnumerable<Measurement<long>> States() => _sessions.Keys.GroupBy(session => session.State)
        .Select(group => new Measurement<long>(group.LongCount(), new KeyValuePair<string, object?>("state", group.Key.ToString())));
}
