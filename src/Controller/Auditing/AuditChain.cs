using System.Security.Cryptography;
using ChefActors.Core.Znodes;

namespace ChefActors.Controller.Auditing;

/// <summary>
/// Lines that each hold the hash of the line before. Whoever changes, removes, adds or moves a line without writing all that follow anew is found; whoever writes
/// all anew, or cuts lines off at the end, is found by a head that was kept elsewhere. Pure.
/// </summary>
internal static class AuditChain
{
    /// <summary>What the first line of all holds as <c>prev</c>.</summary>
    public const string Beginning = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>The next line, without its end, and where the chain has come to with it.</summary>
    public static (byte[] Line, AuditPosition Position) Append(AuditPosition position, AuditRecord record)
    {
        var line = PayloadCodec.Write(record with { Seq = position.Seq + 1, Prev = position.Hash }, AuditJson.Default.AuditRecord);
        return (line, new AuditPosition(position.Seq + 1, Hash(line)));
    }

    /// <summary>Reads the next line and says what is wrong with it.</summary>
    /// <param name="position">Where the chain has come to; null: this is the first line that there is, and lines before it may lie elsewhere.</param>
    /// <param name="line">The line, without its end.</param>
    /// <param name="record">The record; null: it is none.</param>
    /// <param name="fault">Why it does not follow; null: it does.</param>
    /// <returns>Where the chain goes on: with a fault too, so that one change is one fault.</returns>
    public static AuditPosition Follow(AuditPosition? position, byte[] line, out AuditRecord? record, out string? fault)
    {
        record = PayloadCodec.Read(line, AuditJson.Default.AuditRecord, int.MaxValue).Value;
        var expected = position ?? new AuditPosition((record?.Seq ?? 1) - 1, record is { Seq: > 1 } ? record.Prev : Beginning);
        if (record is null) fault = "it is no record";
        else if (record.Prev != expected.Hash) fault = "it does not follow the line before: one of the two was changed, or lines were removed, added or moved between them";
        else if (record.Seq != expected.Seq + 1) fault = $"it has the number {record.Seq}, the line before has {expected.Seq}";
        else fault = null;
        return new AuditPosition(record?.Seq ?? (expected.Seq + 1), Hash(line));
    }

    private static string Hash(byte[] line) => Convert.ToHexStringLower(SHA256.HashData(line));
}
