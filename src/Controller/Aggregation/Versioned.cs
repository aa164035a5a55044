using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Aggregation;

/// <summary>A payload and its znode's Stat, read together.</summary>
internal sealed record Versioned<T>(T Value, Stat Stat)
    where T : class
{
    public int Version => Stat.Version;
}
