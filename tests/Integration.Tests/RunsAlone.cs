namespace ChefActors.Integration.Tests;

/// <summary>Tests that take the whole machine: they run when no other of this project does.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;
