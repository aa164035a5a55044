using Akka.Actor;
using ChefActors.NodeHost.Journal;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost.Presence;

/// <summary>
/// Keeps a session and the registration in it: connects, registers (T0), says so, and begins anew when the session is over. With another
/// host of this name there it waits; results may be sent meanwhile, nothing is claimed.
/// </summary>
internal sealed partial class SessionActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan RetryRegistration = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryConnection = TimeSpan.FromSeconds(2);

    private readonly IZooKeeperConnector _connector;
    private readonly RegistrationProcedure _registration;
    private readonly IRunJournal _journal;
    private readonly Func<TimeSpan> _sinceBoot;
    private readonly ILogger<SessionActor> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private bool _adoptCluster;
    private IZooKeeperClient? _client;
    private CancellationTokenRegistration _endsWithUs;
    private RepeatedLine _said;

    public SessionActor(IZooKeeperConnector connector, RegistrationProcedure registration, IRunJournal journal, bool adoptCluster, Func<TimeSpan> sinceBoot, ILogger<SessionActor> logger) =>
        (_connector, _registration, _journal, _adoptCluster, _sinceBoot, _logger) = (connector, registration, journal, adoptCluster, sinceBoot, logger);

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How it is made.</summary>
    internal static Props Props(IZooKeeperConnector connector, RegistrationProcedure registration, IRunJournal journal, bool adoptCluster, Func<TimeSpan> sinceBoot, ILogger<SessionActor> logger) =>
        MadeBy<SessionActor>.Props(() => new SessionActor(connector, registration, journal, adoptCluster, sinceBoot, logger));

    /// <inheritdoc />
    protected override void PreStart() => Connect();

    /// <inheritdoc />
    protected override void OnReceive(object message) => Connecting(message);

    /// <inheritdoc />
    protected override void PostStop()
    {
        // With it ends every session of this life, also one whose opening was not heard of yet.
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private void Connecting(object message)
    {
        switch (message)
        {
            case Connected connected:
                OnConnected(connected);
                break;
            case ConnectFailed failed:
                if (IsNews(failed.Error.Message)) LogConnectFailed(_logger, _connector.ConnectionString.ToString(), failed.Error.Message);
                Timers.StartSingleTimer(nameof(Retry), new Retry(), RetryConnection);
                break;
            case Retry:
                Connect();
                break;
            case SessionProtocol.Close:
                Sender.Tell(new SessionProtocol.Closed());
                break;
            default:
                OnLate(message);
                break;
        }
    }

    private void Open(object message)
    {
        switch (message)
        {
            case StateChanged changed when changed.Client == _client:
                OnStateChanged(changed.State);
                break;
            case Answered answered when answered.Client == _client:
                OnAnswered(answered.Answer);
                break;
            case RegistrationFailed { Error: not SessionExpiredException and var error }:
                if (IsNews(error.Message)) LogRegistrationFailed(_logger, error.Message);
                Timers.StartSingleTimer(nameof(Retry), new Retry(), RetryRegistration);
                break;
            case Retry:
                Register();
                break;
            case RegistrationLost lost when lost.Client == _client:
                LogRegistrationLost(_logger);
                Register();
                break;
            case RegistrationWatchEnded { Error: ConnectionLossException } ended when ended.Client == _client:
                // Watch again once a server answers. With the session over, the next one registers anyway.
                WatchRegistration(_client!);
                break;
            case SessionProtocol.Close:
                Close();
                break;
            default:
                OnLate(message);
                break;
        }
    }

    /// <summary>What a session that is over still had to say.</summary>
    private void OnLate(object message)
    {
        if (message is not (StateChanged or Answered or RegistrationFailed or RegistrationLost or RegistrationWatchEnded)) Unhandled(message);
    }

    private void OnConnected(Connected connected)
    {
        (_client, _endsWithUs) = (connected.Client, connected.EndsWithUs);
        var self = Self;
        _client.StateChanged += state => self.Tell(new StateChanged(connected.Client, state));
        Context.Parent.Tell(new SessionProtocol.SessionOpened(_client));
        Become(Open);
        if (_client.State is SessionState.Expired or SessionState.AuthFailed or SessionState.Closed) self.Tell(new StateChanged(_client, _client.State));
        Register();
    }

    private void Close()
    {
        var client = _client!;
        _client = null;
        Timers.CancelAll();
        client.CloseAsync(CancellationToken.None).PipeTo(Sender, Self, () => new SessionProtocol.Closed(), _ => new SessionProtocol.Closed());
    }

    private void OnStateChanged(SessionState state)
    {
        if (state == SessionState.Connected) Context.Parent.Tell(new SessionProtocol.Reconnected(_client!));
        else if (state == SessionState.Disconnected) LogDisconnected(_logger, _connector.ConnectionString.ToString());
        else if (state is SessionState.Expired or SessionState.AuthFailed or SessionState.Closed)
        {
            LogSessionOver(_logger, state);
            _ = _client!.DisposeAsync().AsTask();
            _endsWithUs.Dispose();
            _client = null;
            Timers.CancelAll();
            Context.Parent.Tell(new SessionProtocol.SessionLost());
            Become(Connecting);
            if (state == SessionState.Expired) Connect();
            else Timers.StartSingleTimer(nameof(Retry), new Retry(), RetryConnection);
        }
    }

    private void OnAnswered(RegistrationAnswer answer)
    {
        switch (answer)
        {
            case RegistrationAnswer.Registered registered:
                LogRegistered(_logger, registered.Cluster.Cluster, registered.Cluster.Id);
                _adoptCluster = false;
                _said = default;
                Context.Parent.Tell(new SessionProtocol.Registered(_client!, registered.Cluster.Id));
                WatchRegistration(_client!);
                return;
            case RegistrationAnswer.Occupied occupied when IsNews(occupied.By):
                LogOccupied(_logger, occupied.By);
                break;
            case RegistrationAnswer.WrongCluster wrong when IsNews(wrong.Found.Id):
                LogWrongCluster(_logger, wrong.Found.Cluster, wrong.Found.Id, wrong.Expected);
                break;
            case RegistrationAnswer.BadCluster bad when IsNews(bad.Why):
                LogBadCluster(_logger, bad.Why);
                break;
        }

        Timers.StartSingleTimer(nameof(Retry), new Retry(), RetryRegistration);
    }

    /// <summary>What is tried again every few seconds is said ever less often while it stays the same.</summary>
    private bool IsNews(string line)
    {
        (_said, var isNews) = _said.Say(line, _sinceBoot());
        return isNews;
    }

    private void WatchRegistration(IZooKeeperClient client) =>
        _registration.LostAsync(client, _stopping.Token)
            .PipeTo(Self, Self, () => new RegistrationLost(client), error => new RegistrationWatchEnded(client, error));

    private void Connect() =>
        ConnectAsync(_stopping.Token).PipeTo(Self, Self, connected => connected, error => new ConnectFailed(error));

    /// <summary>A session that ends with this actor, whether or not the actor still hears of it.</summary>
    private async Task<Connected> ConnectAsync(CancellationToken stopping)
    {
        var client = await _connector.ConnectAsync(stopping);
        return new Connected(client, stopping.UnsafeRegister(static client => _ = ((IZooKeeperClient)client!).DisposeAsync().AsTask(), client));
    }

    private void Register()
    {
        var client = _client!;
        _registration.RegisterAsync(client, _adoptCluster ? null : _journal.State.ClusterId, _stopping.Token)
            .PipeTo(Self, Self, answer => new Answered(client, answer), error => new RegistrationFailed(error));
    }

    private sealed record Connected(IZooKeeperClient Client, CancellationTokenRegistration EndsWithUs) : INoSerializationVerificationNeeded;

    private sealed record ConnectFailed(Exception Error);

    private sealed record StateChanged(IZooKeeperClient Client, SessionState State);

    private sealed record Answered(IZooKeeperClient Client, RegistrationAnswer Answer);

    private sealed record RegistrationFailed(Exception Error);

    private sealed record RegistrationLost(IZooKeeperClient Client);

    private sealed record RegistrationWatchEnded(IZooKeeperClient Client, Exception Error);

    private sealed record Retry;
}
