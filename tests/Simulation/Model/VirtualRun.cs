using ChefActors.NodeHost.ChefClient;

namespace ChefActors.Simulation.Model;

/// <summary>A wrapper and the chef-client behind it.</summary>
internal sealed class VirtualRun
{
    /// <summary>Its name.</summary>
    internal required ProcessIdentity Identity { get; init; }

    /// <summary>The command.</summary>
    internal required string Command { get; init; }

    /// <summary>Which start.</summary>
    internal required int Attempt { get; init; }

    /// <summary>Its directory.</summary>
    internal required string Directory { get; init; }

    /// <summary>The boot in which it was started.</summary>
    internal required string BootId { get; init; }

    /// <summary>What chef-client will do.</summary>
    internal required VirtualScript Script { get; init; }

    /// <summary>It waits for <c>go</c>.</summary>
    internal bool IsHeld { get; set; } = true;

    /// <summary>A process of its group lives.</summary>
    internal bool IsAlive { get; set; } = true;

    /// <summary>Nobody is left to note the exit code.</summary>
    internal bool IsWrapperDead { get; set; }

    /// <summary>When chef-client ends, once it was started.</summary>
    internal DateTimeOffset? EndsAt { get; set; }

    /// <summary>With what.</summary>
    internal int ExitCode { get; set; }

    /// <summary>The node host sent it a signal.</summary>
    internal bool WasSignalled { get; set; }

    /// <summary>Who waits for its end.</summary>
    internal List<TaskCompletionSource<RunEnd>> Waiters { get; } = [];
}
