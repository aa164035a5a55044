using System.Runtime.Versioning;

// As the node host itself.
[assembly: SupportedOSPlatform("linux")]

// Every test starts real processes: two at once are what two cores carry.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
