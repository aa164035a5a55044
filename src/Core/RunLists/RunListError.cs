namespace ChefActors.Core.RunLists;

/// <summary>Why a run-list is refused (reason code <c>bad_run_list</c>).</summary>
/// <param name="Index">Which item, from 0; null when the list as a whole is meant.</param>
/// <param name="Found">What was found.</param>
/// <param name="Allowed">What is allowed.</param>
public sealed record RunListError(int? Index, string Found, string Allowed)
{
    /// <inheritdoc />
    public override string ToString() => Index is null ? $"found {Found}; allowed: {Allowed}" : $"item {Index + 1}: found {Found}; allowed: {Allowed}";
}
