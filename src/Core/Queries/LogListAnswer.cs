namespace ChefActors.Core.Queries;

/// <summary>The <c>answer</c> to <see cref="Query.Logs"/>.</summary>
/// <param name="Logs">The logs, newest first.</param>
/// <param name="LeftOut">How many more there are.</param>
public sealed record LogListAnswer(IReadOnlyList<ListedLog> Logs, int LeftOut)
{
    /// <summary><c>logs</c>.</summary>
    public string What { get; init; } = "logs";
}
