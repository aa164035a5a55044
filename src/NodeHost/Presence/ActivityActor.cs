using Akka.Actor;
using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Running;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost.Presence;

/// <summary>Writes what goes on to <c>activity</c>, for the eye: at most once per 5 s, and nothing of runs that take less.</summary>
internal sealed partial class ActivityActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromSeconds(5);

    private readonly string _path;
    private readonly ILogger<ActivityActor> _logger;
    private IZooKeeperClient? _client;
    private Activity _current = new();
    private Activity? _written;

    public ActivityActor(NodeName node, ILogger<ActivityActor> logger)
    {
        (_path, _logger) = (ZnodeLayout.Activity(node), logger);
        Receive<SessionProtocol.Registered>(registered =>
        {
            (_client, _written) = (registered.Client, null);
            WriteLater();
        });
        Receive<SessionProtocol.SessionLost>(_ => _client = null);
        Receive<ChefRunnerProtocol.ActivityChanged>(changed =>
        {
            // Another command begins its 5 s anew: a run that takes less is never written.
            if (changed.Activity.Command != _current.Command) Timers.Cancel(nameof(Due));
            _current = changed.Activity;

            // Nothing starts, which a retry interrupts for a moment every few seconds: it would never stand for 5 s.
            if (_current.State == ActivityState.Blocked && !Timers.IsTimerActive(nameof(Pause))) Write();
            else WriteLater();
        });
        Receive<Due>(_ => Write());
        Receive<Pause>(_ =>
        {
            if (_current.State == ActivityState.Blocked) Write();
        });
        Receive<WriteFailed>(failed => LogWriteFailed(_logger, failed.Error.Message));
        Receive<Written>(_ => { });
        Receive<SessionProtocol.SessionOpened>(_ => { });
        Receive<SessionProtocol.Reconnected>(_ => { });
    }

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How it is made.</summary>
    internal static Props Props(NodeName node, ILogger<ActivityActor> logger) => Akka.Actor.Props.Create(() => new ActivityActor(node, logger));

    private void WriteLater()
    {
        if (!Timers.IsTimerActive(nameof(Due))) Timers.StartSingleTimer(nameof(Due), new Due(), AtMostEvery);
    }

    private void Write()
    {
        if (_client is not { } client || _current == _written) return;
        _written = _current;
        Timers.StartSingleTimer(nameof(Pause), new Pause(), AtMostEvery);
        client.SetDataAsync(_path, PayloadCodec.Write(_current, PayloadJson.Default.Activity))
            .PipeTo(Self, Self, _ => new Written(), error => new WriteFailed(error));
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "activity was not written: {Error}")]
    private static partial void LogWriteFailed(ILogger logger, string error);

    private sealed record Due;

    /// <summary>5 s after a write the next one may follow.</summary>
    private sealed record Pause;

    private sealed record Written;

    private sealed record WriteFailed(Exception Error);
}
