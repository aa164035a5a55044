using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using ChefActors.Testing;
using ChefActors.ZooKeeper.Tests.Scripted;
using ChefActors.ZooKeeper.Wire;

namespace ChefActors.ZooKeeper.Tests;

public sealed class TelemetryTests : IDisposable
{
    private readonly ZooKeeperTelemetry _telemetry = new();

    public void Dispose() => _telemetry.Dispose();

    [Fact]
    public async Task Requests_bytes_sessions_and_reconnects_are_measured()
    {
        var measured = new ConcurrentDictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => Enable(instrument, l) };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, 1, tags));
        listener.Start();
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync(options => options with { Telemetry = _telemetry });
        await using var _ = client;
        var fine = client.DeleteAsync("/a");
        await link.AnswerAsync(OpCode.Delete);
        await fine;
        var refused = client.DeleteAsync("/b");
        await link.ReadAsync();
        listener.RecordObservableInstruments();
        Assert.Equal((1, 1, 0), (Of("in_flight"), Of("sessions Connected"), Of("queued")));
        await link.NotifyAsync(WatchEventType.NodeCreated, "/w");
        link.Drop();
        await Assert.ThrowsAsync<ConnectionLossException>(() => refused);
        await server.AcceptAsync();
        await Eventually.BecomesTrue(() => Of("reconnects") == 1, "the reconnect is counted");
        await Eventually.BecomesTrue(() => Of("requests delete ConnectionLoss") == 1, "the loss is counted");
        Assert.Equal((1, 1, 1), (Of("requests delete Ok"), Of("request.duration delete Ok"), Of("watch_events NodeCreated")));
        Assert.True(Of("bytes sent") > 20 && Of("bytes received") > 20);

        double Of(string name) => measured.GetValueOrDefault("zookeeper.client." + name);
        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var name = instrument.Name;
            foreach (var (_, tag) in tags) name += $" {tag}";
            measured.AddOrUpdate(name, value, (_, sum) => sum + value);
        }
    }

    [Fact]
    public async Task A_request_is_a_span_with_its_path_and_without_its_data()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var root = new Activity("test").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ZooKeeperTelemetry.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.Parent.TraceId == root.TraceId ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = new ScriptedServer();
        var (client, link) = await server.ConnectAsync(options => options with { Telemetry = _telemetry });
        await using var _ = client;
        var write = client.SetDataAsync("/a", "secret"u8.ToArray());
        Assert.Same(root, Activity.Current);
        await link.AnswerAsync(OpCode.SetData, error: ErrorCode.BadVersion);
        await Assert.ThrowsAsync<BadVersionException>(() => write);
        await Eventually.BecomesTrue(() => !spans.IsEmpty, "the span has ended");
        var span = Assert.Single(spans);
        Assert.Equal(("setData", ActivityKind.Client, ActivityStatusCode.Error), (span.OperationName, span.Kind, span.Status));
        Assert.Equal(["db.system.name=zookeeper", "zookeeper.path=/a", "zookeeper.outcome=BadVersion"], span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"));
        Assert.Equal(root.SpanId, span.ParentSpanId);
    }

    [Fact]
    public void While_nobody_listens_a_request_makes_nothing()
    {
        _telemetry.Begin("create", "/a", TimeProvider.System);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) Assert.Null(_telemetry.Begin("create", "/a", TimeProvider.System));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 999);
    }

    /// <summary>Other tests run beside this one: only the meter of this one is listened to.</summary>
    private void Enable(Instrument instrument, MeterListener listener)
    {
        if (_telemetry.Owns(instrument.Meter)) listener.EnableMeasurementEvents(instrument);
    }
}
