namespace ChefActors.Benchmarks.Rest;

/// <summary>What is run.</summary>
/// <param name="Seconds">How long the node host is left alone.</param>
/// <param name="Runs">Starts of each program; medians are taken.</param>
/// <param name="Nodes">Nodes that the console lists; 0: the console is left out.</param>
/// <param name="NodeHost">The executable; null: the one that the root script builds.</param>
/// <param name="Settings">Settings of the node host, KEY=VALUE.</param>
/// <param name="Environment">Environment variables of the node host, to try the runtime's settings.</param>
internal sealed record RestOptions(TimeSpan Seconds, int Runs, int Nodes, string? NodeHost, IReadOnlyList<string> Settings, IReadOnlyDictionary<string, string?> Environment);
