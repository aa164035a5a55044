namespace ChefActors.Core.Results;

/// <summary>Where a target stands: pending, outstanding or ended.</summary>
/// <param name="Dispatched">Its row exists.</param>
/// <param name="Ended">Its terminal state.</param>
public readonly record struct NodeStanding(bool Dispatched, ResultState? Ended)
{
    /// <summary>Not dispatched yet.</summary>
    public static NodeStanding Pending => default;

    /// <summary>Dispatched, no result yet.</summary>
    public static NodeStanding Outstanding => new(true, null);

    /// <summary>Has a result.</summary>
    public static NodeStanding EndedAs(ResultState state) => new(true, state);
}
