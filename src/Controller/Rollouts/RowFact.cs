using ChefActors.Core.Results;

namespace ChefActors.Controller.Rollouts;

/// <summary>What a row was seen to be. It only ever moves from the first of these to the last.</summary>
internal abstract record RowFact
{
    private RowFact()
    {
    }

    /// <summary>Orders what may be seen: a fact that comes late, from a read that was overtaken, has a lower rank than what is known.</summary>
    public abstract int Rank { get; }

    /// <summary>There is none: not dispatched.</summary>
    internal sealed record Missing : RowFact
    {
        public override int Rank => 0;
    }

    /// <summary>Dispatched, no result yet.</summary>
    /// <param name="Since">When the row was created, by ZooKeeper's clock.</param>
    internal sealed record Empty(DateTimeOffset Since) : RowFact
    {
        public override int Rank => 1;
    }

    /// <summary>A terminal state. Version 0: the row was created with it, so there never was an entry.</summary>
    /// <param name="Result">The result.</param>
    /// <param name="Version">The row's version.</param>
    /// <param name="Zxid">The write of the result: the order of results.</param>
    /// <param name="At">When that was, by ZooKeeper's clock.</param>
    internal sealed record Ended(CommandResult Result, int Version, long Zxid, DateTimeOffset At) : RowFact
    {
        public override int Rank => 2 + Version;
    }
}
