namespace ChefActors.NodeHost.Tests;

/// <summary>Tests that measure the process: they run when nothing else does.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;
