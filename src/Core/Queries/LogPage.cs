using System.Text.Json;
using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;

namespace ChefActors.Core.Queries;

/// <summary>A piece of a log as the one who asked holds it: checked, unpacked.</summary>
/// <param name="Answer">What the node said of it.</param>
/// <param name="Content">The bytes.</param>
public sealed record LogPage(LogAnswer Answer, byte[] Content)
{
    /// <summary>Bytes of the log up to the end of this piece.</summary>
    public long End => Answer.Offset + Answer.Bytes;

    /// <summary>Reads the answer to a question; a node that answers something else is refused, not believed.</summary>
    public static PayloadReading<LogPage> Read(JsonElement? answer, Query.Log asked)
    {
        if (answer is not { ValueKind: JsonValueKind.Object } json) return Refuse("the result holds no answer");
        LogAnswer? log;
        try
        {
            log = json.Deserialize(PayloadJson.Default.LogAnswer);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Refuse(PayloadCodec.OneLine(e.Message));
        }

        if (log is null || log.What != asked.What) return Refuse("it answers another question");
        if (!CommandId.IsValid(log.Command) || log.Attempt < 1) return Refuse("it names no run");
        if (asked.Command is { } command && command != log.Command) return Refuse($"it is the log of command {log.Command}");
        if (asked.Attempt is { } attempt && attempt != log.Attempt) return Refuse($"it is the log of attempt {log.Attempt}");
        if (log.Offset < 0 || log.Size < 0 || log.Bytes < 0 || log.Bytes > asked.Limit) return Refuse("its numbers do not hold");
        if (asked.Offset >= 0 && log.Offset != asked.Offset) return Refuse($"it begins at byte {log.Offset}, asked was {asked.Offset}");
        if (log.Bytes == 0 && log.Offset < log.Size) return Refuse("it holds nothing, though the log goes on");
        if (log.Encoding != PackedBytes.Encoding) return Refuse($"its encoding is '{PayloadCodec.OneLine(log.Encoding ?? "")}', this program reads {PackedBytes.Encoding}: update it");
        return PackedBytes.TryUnpack(log.Data, log.Bytes, out var content)
            ? new PayloadReading<LogPage>(new LogPage(log, content), null)
            : Refuse("its bytes cannot be unpacked");
    }

    private static PayloadReading<LogPage> Refuse(string text) => new(null, new Reason(ReasonCode.BadJson, "the answer does not hold: " + text));
}
