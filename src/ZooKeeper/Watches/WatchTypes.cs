namespace ChefActors.ZooKeeper.Watches;

/// <summary>Which of the client's watches a <see cref="WatchType"/> means.</summary>
internal static class WatchTypes
{
    private static readonly WatchKind[] _data = [WatchKind.Data, WatchKind.Exist];
    private static readonly WatchKind[] _child = [WatchKind.Child];
    private static readonly WatchKind[] _oneShot = [WatchKind.Data, WatchKind.Exist, WatchKind.Child];

    /// <summary>Those of one event.</summary>
    public static IReadOnlyList<WatchKind> KindsOf(WatchType type) => type switch
    {
        WatchType.Data => _data,
        WatchType.Children => _child,
        WatchType.Any => _oneShot,
        _ => [],
    };

    /// <summary>Those that stay.</summary>
    public static IReadOnlyList<WatchMode> ModesOf(WatchType type) => type switch
    {
        WatchType.Persistent => [WatchMode.Persistent],
        WatchType.PersistentRecursive => [WatchMode.PersistentRecursive],
        WatchType.Any => [WatchMode.Persistent, WatchMode.PersistentRecursive],
        _ => [],
    };

    /// <summary>The type that means this mode alone (servers since 3.9).</summary>
    public static WatchType Of(WatchMode mode) => mode == WatchMode.Persistent ? WatchType.Persistent : WatchType.PersistentRecursive;
}
