namespace ChefActors.Controller.Rollouts;

/// <summary>A success or failure in the order of the results, which is that of their writes in ZooKeeper.</summary>
internal readonly record struct EndedRow(long Zxid, int Position, bool IsFailure) : IComparable<EndedRow>
{
    public int CompareTo(EndedRow other) => (Zxid, Position).CompareTo((other.Zxid, other.Position));
}
