namespace ChefActors.ZooKeeper.Tests;

/// <summary>Tests that measure what is the whole process's.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredAlone
{
    internal const string Name = "measured alone";
}
