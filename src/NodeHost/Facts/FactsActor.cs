using System.Text.Json.Nodes;
using Akka.Actor;
using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Presence;
using ChefActors.NodeHost.Running;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost.Facts;

/// <summary>
/// Keeps the node's facts: reads the quick ones at every registration and the slow ones after them, both again after every run and at an
/// interval, and writes them if they changed. One look at a time; what comes meanwhile is one more look afterwards.
/// </summary>
internal sealed partial class FactsActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan AfterRun = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    private readonly NodeName _node;
    private readonly IFactsSource _source;
    private readonly TimeSpan _refresh;
    private readonly TimeProvider _time;
    private readonly ILogger<FactsActor> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private IZooKeeperClient? _client;
    private long _registeredAt;
    private NodeFacts? _facts;
    private SlowFacts? _slow;
    private string? _running;
    private bool _isLooking;
    private bool _again;

    public FactsActor(NodeName node, IFactsSource source, TimeSpan refresh, TimeProvider time, ILogger<FactsActor> logger) =>
        (_node, _source, _refresh, _time, _logger) = (node, source, refresh, time, logger);

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How it is made.</summary>
    /// <param name="node">This node.</param>
    /// <param name="source">Where the facts come from.</param>
    /// <param name="refresh">How often they are looked at.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told of failures.</param>
    internal static Props Props(NodeName node, IFactsSource source, TimeSpan refresh, TimeProvider time, ILogger<FactsActor> logger) =>
        MadeBy<FactsActor>.Props(() => new FactsActor(node, source, refresh, time, logger));

    /// <inheritdoc />
    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(_refresh), new Due(), _refresh);

    /// <inheritdoc />
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SessionProtocol.Registered registered:
                (_client, _registeredAt) = (registered.Client, _time.GetTimestamp());
                Look();
                break;
            case SessionProtocol.SessionLost:
                _client = null;
                break;
            case ChefRunnerProtocol.ActivityChanged changed:
                OnActivity(changed);
                break;
            case Due:
                Look();
                break;
            case QuickRead read:
                OnQuickRead(read);
                break;
            case SlowRead read:
                _slow = read.Slow;
                Publish(isLast: true);
                break;
            case Published published:
                OnPublished(published);
                break;
            case Failed failed:
                OnFailed(failed);
                break;
            case SessionProtocol.SessionOpened or SessionProtocol.Reconnected:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc />
    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    /// <summary>A run that is over may have changed anything. Many runs in a row are one look.</summary>
    private void OnActivity(ChefRunnerProtocol.ActivityChanged changed)
    {
        if (_running is not null && changed.Activity.Command != _running && !Timers.IsTimerActive(nameof(AfterRun))) Timers.StartSingleTimer(nameof(AfterRun), new Due(), AfterRun);
        _running = changed.Activity.Command;
    }

    private void Look()
    {
        if (_client is null) return;
        _again = _isLooking;
        if (_isLooking) return;
        _isLooking = true;
        _source.ReadQuickAsync().PipeTo(Self, Self, facts => new QuickRead(facts), error => new Failed(error));
    }

    private void OnQuickRead(QuickRead read)
    {
        _facts = read.Facts;
        Context.Parent.Tell(new FactsProtocol.ChefModeLearned(_facts.Chef.ChefMode));
        Publish(isLast: false);
    }

    private void Publish(bool isLast)
    {
        if (_client is not { } client) Finish();
        else PublishAsync(client, _facts!, _slow, _registeredAt).PipeTo(Self, Self, () => new Published(isLast), error => new Failed(error));
    }

    private void OnPublished(Published published)
    {
        if (published.IsLast) Finish();
        else _source.ReadSlowAsync(_stopping.Token).PipeTo(Self, Self, slow => new SlowRead(slow), error => new Failed(error));
    }

    private void OnFailed(Failed failed)
    {
        Finish();
        if (_stopping.IsCancellationRequested) return;

        // A session that ended brings a registration, which looks again.
        if (failed.Error is not SessionExpiredException) LogFailed(_logger, failed.Error.Message, RetryAfter.TotalSeconds);
        Timers.StartSingleTimer(nameof(RetryAfter), new Due(), RetryAfter);
    }

    private void Finish()
    {
        _isLooking = false;
        if (_again) Look();
    }

    private async Task PublishAsync(IZooKeeperClient client, NodeFacts facts, SlowFacts? slow, long registeredAt)
    {
        // Since the registration at the latest this session's alive is there: its time and what has passed since are ZooKeeper's now.
        var standing = client.GetDataAsync(ZnodeLayout.Facts(_node));
        var alive = client.ExistsAsync(ZnodeLayout.Alive(_node));
        await Task.WhenAll(standing, alive);
        var (known, stat) = (FactsPublication.Read((await standing).Data), (await standing).Stat);
        var serverNow = await alive is { } there ? DateTimeOffset.FromUnixTimeMilliseconds(there.Ctime) + _time.GetElapsedTime(registeredAt) : stat.ModifiedAt;
        if (FactsPublication.ToWrite(facts.Payload(slow, known), known, stat, serverNow) is { } bytes) await client.SetDataAsync(ZnodeLayout.Facts(_node), bytes, stat.Version);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the facts were not written, trying again in {Seconds} s: {Error}")]
    private static partial void LogFailed(ILogger logger, string error, double seconds);

    private sealed record Due;

    private sealed record QuickRead(NodeFacts Facts);

    private sealed record SlowRead(SlowFacts Slow);

    private sealed record Published(bool IsLast);

    private sealed record Failed(Exception Error);
}
