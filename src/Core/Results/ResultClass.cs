namespace ChefActors.Core.Results;

/// <summary>What a result counts as. Said here and nowhere else.</summary>
public enum ResultClass
{
    /// <summary>A success.</summary>
    Success,

    /// <summary>A failure: spends the failure budget.</summary>
    Failure,

    /// <summary>Neither: an operator stopped it.</summary>
    Neither,

    /// <summary>Offline nodes count apart, with a budget of their own.</summary>
    Apart,
}
