namespace ChefActors.ChefStandIn.Scenarios;

/// <summary>How a resource ends that does not fail.</summary>
internal enum Outcome
{
    Updated,
    UpToDate,
    Skipped,

    /// <summary>Neither updated nor "up to date": what a log resource prints.</summary>
    Silent,
}
