using ChefActors.Core.Results;

namespace ChefActors.NodeHost.Running;

/// <summary>What follows once a start was taken back. A closed set.</summary>
internal abstract record Aftermath
{
    private Aftermath()
    {
    }

    /// <summary>Nothing: read inbox and slot again and go by what they say.</summary>
    internal sealed record Reread : Aftermath;

    /// <summary>It gets this result without a run (T7).</summary>
    internal sealed record Refuse(ResultState State, Reason Reason) : Aftermath;

    /// <summary>Its entry goes without a result: the row has one, or the push was overwritten.</summary>
    internal sealed record DropEntry : Aftermath;

    /// <summary>An outcome is journaled and sent: an earlier attempt's, or that it could not be started.</summary>
    internal sealed record End(CommandResult Result) : Aftermath;
}
