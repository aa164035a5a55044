namespace ChefActors.NodeHost.Tests.Logs;

/// <summary>Tests that measure what the whole process allocates: nothing else runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredAlone
{
    public const string Name = "measured alone";
}
