namespace ChefActors.Core.Following;

/// <summary>What following a run brings. A closed set.</summary>
public abstract record FollowPiece
{
    private FollowPiece()
    {
    }

    /// <summary>Another start of the same command begins.</summary>
    public sealed record Started(int Attempt) : FollowPiece;

    /// <summary>So many bytes of output are not here: they came too fast, or nobody read them in time.</summary>
    public sealed record Skipped(long Bytes) : FollowPiece;

    /// <summary>Output.</summary>
    public sealed record Output(ReadOnlyMemory<byte> Bytes) : FollowPiece;
}
