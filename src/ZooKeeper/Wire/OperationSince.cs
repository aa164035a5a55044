namespace ChefActors.ZooKeeper.Wire;

/// <summary>Since which version servers know an operation, by its name (<see cref="OpCode.NameOf"/>).</summary>
internal static class OperationSince
{
    public static string? Version(string operation) => operation switch
    {
        "createContainer" or "removeWatches" or "checkWatches" or "reconfig" => "3.5.0",
        "createTTL" => "3.5.3",
        "multiRead" or "getEphemerals" or "getAllChildrenNumber" or "addWatch" or "setWatches2" => "3.6.0",
        "whoAmI" => "3.7.0",
        _ => null,
    };

    /// <summary>The same in words.</summary>
    public static string Text(string operation) => (Version(operation), operation) switch
    {
        (null, _) => "nothing is known about when servers began to",
        ({ } version, "createTTL") => $"servers do since {version}, when they run with zookeeper.extendedTypesEnabled=true",
        ({ } version, _) => $"servers do since {version}",
    };
}
