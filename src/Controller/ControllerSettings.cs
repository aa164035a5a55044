using ChefActors.Core.Configuration;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller;

/// <summary>The settings of <c>hocon/controller.conf</c>: a record a group, a property a key. What they mean, their units and defaults stand there.</summary>
internal sealed record ControllerSettings
{
    public required ZooKeeperGroup ZooKeeper { get; init; }

    public required ClusterGroup Cluster { get; init; }

    public required SecurityGroup Security { get; init; }

    public required PushGroup Push { get; init; }

    public required FleetGroup Fleet { get; init; }

    public required EventsGroup Events { get; init; }

    public required AuditGroup Audit { get; init; }

    public required HistoryGroup History { get; init; }

    public required LogGroup Log { get; init; }

    /// <summary>What the sources say below <c>akka</c>, for the actor system.</summary>
    public required Func<Akka.Configuration.Config> Akka { get; init; }

    internal sealed record ZooKeeperGroup(ConnectionString Connect, TimeSpan SessionTimeout, TimeSpan ConnectWithin);

    internal sealed record ClusterGroup(string? Name);

    /// <summary>Its text form holds no secret.</summary>
    internal sealed record SecurityGroup(DigestCredentials? Credentials, string? CredentialsFile, bool Open);

    internal sealed record PushGroup(int Parallel, int ConfirmAbove, TimeSpan AcceptWithin, TimeSpan RunTimeout, TimeSpan LockWait, TimeSpan Grace);

    internal sealed record FleetGroup(int ReadAtOnce, TimeSpan GoneAfter);

    internal sealed record EventsGroup(int Keep, TimeSpan KeepFor);

    internal sealed record AuditGroup(string? Directory);

    internal sealed record HistoryGroup(TimeSpan CompactAfter, int Keep, TimeSpan KeepFor);

    internal sealed record LogGroup(Serilog.Events.LogEventLevel Level, string? File);
}
