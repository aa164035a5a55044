namespace ChefActors.ZooKeeper.Embedded.Network;

/// <summary>Bytes in an array of the shared pool; whoever takes it out of a queue returns it.</summary>
/// <param name="Buffer">The array.</param>
/// <param name="Length">Bytes of it.</param>
/// <param name="HeldUntil">An answer may be sent once this transaction is safe; 0: at once.</param>
internal readonly record struct Frame(byte[] Buffer, int Length, long HeldUntil = 0)
{
    public ReadOnlySpan<byte> Span => Buffer.AsSpan(0, Length);

    public void Return() => System.Buffers.ArrayPool<byte>.Shared.Return(Buffer);
}
