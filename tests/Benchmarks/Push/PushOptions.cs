namespace ChefActors.Benchmarks.Push;

/// <summary>What is run.</summary>
/// <param name="Pushes">Measured pushes to each.</param>
/// <param name="WarmUp">Pushes to each before.</param>
/// <param name="StepPushes">Pushes to a node host that traces its steps; its log costs, so these are not compared.</param>
/// <param name="Pause">Between two pushes: the last one's clearing up is not the next one's delay.</param>
/// <param name="StateRoot">Where the node host's state directory is made; null: in the temporary directory, with the server's data.</param>
/// <param name="NodeHost">The executable; null: the one that the root script builds.</param>
/// <param name="Settings">Settings of the node host, KEY=VALUE.</param>
/// <param name="Environment">Environment variables of the node host, to try the runtime's settings.</param>
internal sealed record PushOptions(
    int Pushes, int WarmUp, int StepPushes, TimeSpan Pause, string? StateRoot, string? NodeHost, IReadOnlyList<string> Settings, IReadOnlyDictionary<string, string?> Environment);
