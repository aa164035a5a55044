namespace ChefActors.ZooKeeper.Embedded.Network;

/// <summary>Bytes in an array of the shared pool; whoever takes it out of a queue returns it.</summary>
internal readonly record struct Frame(byte[] Buffer, int Length)
{
    public ReadOnlySpan<byte> Span => Buffer.AsSpan(0, Length);

    public void Return() => System.Buffers.ArrayPool<byte>.Shared.Return(Buffer);
}
