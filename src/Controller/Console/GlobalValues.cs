namespace ChefActors.Controller.Console;

/// <summary>The values of the options that every verb has.</summary>
internal sealed record GlobalValues(OutputFormat Output, string? ZooKeeper, string? Config, IReadOnlyList<string> Set, bool NoColor, int Verbosity);
