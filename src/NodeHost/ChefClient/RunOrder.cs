namespace ChefActors.NodeHost.ChefClient;

/// <summary>What is to be started, held.</summary>
/// <param name="Command">The command's id: the environment marker.</param>
/// <param name="Attempt">Which start.</param>
/// <param name="Directory">The run's directory; made anew.</param>
/// <param name="Arguments">chef-client's arguments, each one an argument of its own.</param>
/// <param name="Json">Content of the file that <c>-j</c> names; null: none.</param>
internal sealed record RunOrder(string Command, int Attempt, RunDirectory Directory, IReadOnlyList<string> Arguments, byte[]? Json);
