using ChefActors.NodeHost.ChefClient;

namespace ChefActors.NodeHost.Running;

/// <summary>What does not change while a node host runs.</summary>
internal sealed record RunnerContext
{
    /// <summary>What it takes.</summary>
    public required AdmissionPolicy Policy { get; init; }

    /// <summary>This boot's id.</summary>
    public required string BootId { get; init; }

    /// <summary>This process: a restart found in the journal with another one is done.</summary>
    public ProcessIdentity Self { get; init; }

    /// <summary>The node host's version.</summary>
    public required string AgentVersion { get; init; }

    /// <summary>The state directory.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The setting <c>chef.config</c>; null: Chef's default, which is not checked.</summary>
    public string? ChefConfig { get; init; }

    /// <summary>The setting <c>chef.license</c>.</summary>
    public string? ChefLicense { get; init; }

    /// <summary>The directory of our report handler; null: it is not used.</summary>
    public string? HandlerDirectory { get; init; }

    /// <summary>Commands that may wait.</summary>
    public int QueueLimit { get; init; } = 1000;

    /// <summary>Bytes of entries that may wait.</summary>
    public long QueueBytes { get; init; } = RunQueue.DefaultBytes;

    /// <summary><c>go</c> is given within this time of sending the claim; later the command is claimed again first.</summary>
    public TimeSpan GoWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Between two steps of stopping a run: SIGINT, SIGINT, force.</summary>
    public TimeSpan StopStep { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>How long nothing is started, or a record is not tried again, after the state directory could not be written.</summary>
    public TimeSpan RetryDisk { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a run's output is looked at for a wait for Chef's lock.</summary>
    public TimeSpan LockLook { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a push claimed by another journal is left to that one.</summary>
    public TimeSpan ForeignGrace { get; init; } = TimeSpan.FromMinutes(2);
}
