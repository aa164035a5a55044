using Akka.Actor;
using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Running;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost.Presence;

/// <summary>Writes what goes on to <c>activity</c>, for the eye: at most once per 5 s, and nothing of runs that take less.</summary>
internal sealed partial class ActivityActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromSeconds(5);

    private readonly string _path;
    private readonly ILogger<ActivityActor> _logger;
    private IZooKeeperClient? _client;
    private Activity _current = new();
    private Activity? _written;

    public ActivityActor(NodeName node, ILogger<ActivityActor> logger) => (_path, _logger) = (ZnodeLayout.Activity(node), logger);

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How it is made.</summary>
    internal static Props Props(NodeName node, ILogger<ActivityActor> logger) => MadeBy<ActivityActor>.Props(() => new ActivityActor(node, logger));

    /// <inheritdoc />
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SessionProtocol.Registered registered:
                (_client, _written) = (registered.Client, null);
                WriteLater();
                break;
            case SessionProtocol.SessionLost:
                _client = null;
                break;
            case ChefRunnerProtocol.ActivityChanged changed:
                OnActivity(changed.Activity);
                break;
            case Due:
            case Pause when _current.State == ActivityState.Blocked:
                Write();
                break;
            case WriteFailed failed:
                LogWriteFailed(_logger, failed.Error.Message);
                break;
            case Pause or Written or SessionProtocol.SessionOpened or SessionProtocol.Reconnected:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnActivity(Activity activity)
    {
        // Another command begins its 5 s anew: a run that takes less is never written.
        if (activity.Command != _current.Command) Timers.Cancel(nameof(Due));
        _current = activity;

        // Nothing starts, which a retry interrupts for a moment every few seconds: it would never stand for 5 s.
        if (_current.State == ActivityState.Blocked && !Timers.IsTimerActive(nameof(Pause))) Write();
        else WriteLater();
    }

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
