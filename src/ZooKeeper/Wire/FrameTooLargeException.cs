namespace ChefActors.ZooKeeper.Wire;

/// <summary>A frame that is larger than what is taken; none of it was kept.</summary>
/// <param name="length">Bytes that it claims.</param>
/// <param name="limit">Bytes that are taken.</param>
/// <param name="xid">The number at its beginning, if that has come already.</param>
internal sealed class FrameTooLargeException(int length, int limit, int? xid) : WireFormatException($"a frame claims {length} bytes, allowed are 0 to {limit}")
{
    public int Length { get; } = length;

    public int Limit { get; } = limit;

    public int? Xid { get; } = xid;
}
