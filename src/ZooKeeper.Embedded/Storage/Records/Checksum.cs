using System.Buffers.Binary;
using System.Numerics;

namespace ChefActors.ZooKeeper.Embedded.Storage.Records;

/// <summary>CRC-32C (RFC 3720, B.4) that continues from a seed: against torn writes and bad disks, not against people.</summary>
internal static class Checksum
{
    public static uint Of(uint seed, ReadOnlySpan<byte> bytes)
    {
        var crc = ~seed;
        for (; bytes.Length >= 8; bytes = bytes[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var single in bytes) crc = BitOperations.Crc32C(crc, single);
        return ~crc;
    }
}
