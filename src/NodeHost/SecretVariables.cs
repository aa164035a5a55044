namespace ChefActors.NodeHost;

/// <summary>Environment variables that hold secrets of ours, or say what is true of this process alone: they are not passed on.</summary>
internal static class SecretVariables
{
    /// <summary>Their names.</summary>
    internal static IReadOnlyList<string> Names { get; } = ["CHEFACTORS_ZOOKEEPER_AUTH", CrashPoint.Variable, Supervising.SupervisorSign.Variable];
}
