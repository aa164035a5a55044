namespace ChefActors.Simulation.Model;

/// <summary>What a virtual chef-client does.</summary>
/// <param name="Takes">How long it runs.</param>
/// <param name="ExitCode">How it ends.</param>
/// <param name="LockTimedOut">Its output says that Chef's lock was not obtained.</param>
/// <param name="IsStubborn">It heeds no SIGINT.</param>
/// <param name="CodeIsLost">Its wrapper has no room for the code.</param>
internal sealed record VirtualScript(TimeSpan Takes, int ExitCode = 0, bool LockTimedOut = false, bool IsStubborn = false, bool CodeIsLost = false)
{
    /// <summary>Ten seconds, and well.</summary>
    internal static VirtualScript Plain { get; } = new(TimeSpan.FromSeconds(10));
}
