namespace ChefActors.NodeHost;

/// <summary>Environment variables that hold secrets of ours, or would make chef-client's children act on us: they are not passed on.</summary>
internal static class SecretVariables
{
    /// <summary>Their names.</summary>
    internal static IReadOnlyList<string> Names { get; } = ["CHEFACTORS_ZOOKEEPER_AUTH", CrashPoint.Variable];
}
