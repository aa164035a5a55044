namespace ChefActors.NodeHost.ChefClient;

/// <summary>What a run that is under way shows of itself, for the eye and for the wait for Chef's lock.</summary>
/// <param name="LockHolder">The pid that holds Chef's lock, when the output's last line says that it is waited for.</param>
/// <param name="ResourcesDone">Resources that ended so far; null: no report handler tells.</param>
internal sealed record RunProgress(int? LockHolder, int? ResourcesDone)
{
    /// <summary>Nothing is known.</summary>
    internal static RunProgress Unknown { get; } = new(null, null);
}
