using System.Buffers.Binary;
using ChefActors.ZooKeeper.Wire;

namespace ChefActors.Testing.Fuzzing;

/// <summary>What a hostile client writes to its socket.</summary>
public static class HostileBytes
{
    /// <summary>A request with its length, mostly mutated, sometimes in its length too.</summary>
    public static byte[] Of(Chance chance)
    {
        using var writer = new JuteWriter();
        RandomRequest.Write(chance, writer, 1 + chance.Below(1000));
        var message = chance.OneIn(3) ? writer.Written.ToArray() : Mutation.Of(chance, writer.Written, writer.Written);
        var bytes = new byte[4 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, message.Length);
        message.CopyTo(bytes, 4);
        return chance.OneIn(10) ? Mutation.Of(chance, bytes, message) : bytes;
    }
}
