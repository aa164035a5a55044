using System.Runtime.Versioning;

// As the node host itself.
[assembly: SupportedOSPlatform("linux")]

// Every test starts real processes and waits for them half of its time: three at once are what two cores carry.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
