using Akka.Actor;
using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Presence;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost.Facts;

/// <summary>Writes the node's facts after every registration, if they are other than what stands there, and looks again every hour.</summary>
internal sealed partial class FactsActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromHours(1);

    private readonly string _path;
    private readonly Func<byte[]> _read;
    private readonly ILogger<FactsActor> _logger;
    private IZooKeeperClient? _client;

    public FactsActor(NodeName node, Func<byte[]> read, ILogger<FactsActor> logger)
    {
        (_path, _read, _logger) = (ZnodeLayout.Facts(node), read, logger);
        Receive<SessionProtocol.Registered>(registered =>
        {
            _client = registered.Client;
            Publish();
        });
        Receive<SessionProtocol.SessionLost>(_ => _client = null);
        Receive<Look>(_ => Publish());
        Receive<Failed>(failed => LogFailed(_logger, failed.Error.Message));
        Receive<Published>(_ => { });
        Receive<SessionProtocol.SessionOpened>(_ => { });
        Receive<SessionProtocol.Reconnected>(_ => { });
    }

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How it is made.</summary>
    internal static Props Props(NodeName node, Func<byte[]> read, ILogger<FactsActor> logger) => Akka.Actor.Props.Create(() => new FactsActor(node, read, logger));

    /// <inheritdoc />
    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Look), new Look(), LookEvery);

    private void Publish()
    {
        if (_client is { } client) PublishAsync(client).PipeTo(Self, Self, () => new Published(), error => new Failed(error));
    }

    private async Task PublishAsync(IZooKeeperClient client)
    {
        var facts = await Task.Run(_read);
        var known = await client.GetDataAsync(_path);
        if (known.Data is null || !facts.AsSpan().SequenceEqual(known.Data)) await client.SetDataAsync(_path, facts);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the facts were not written: {Error}")]
    private static partial void LogFailed(ILogger logger, string error);

    private sealed record Look;

    private sealed record Published;

    private sealed record Failed(Exception Error);
}
