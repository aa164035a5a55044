using System.Text;
using ChefActors.Core.Znodes;

namespace ChefActors.Core.Results;

/// <summary>A result to the bytes of its row and of the copy at the node: bounded, the log cut first, and saying how much was cut.</summary>
public static class ResultTrim
{
    /// <summary>For the row: at most 400 KiB.</summary>
    public static byte[] ForRow(CommandResult result) => Fit(result, PayloadLimits.ResultBytes);

    /// <summary>For <c>/node/&lt;name&gt;/result</c>: at most 64 KiB.</summary>
    public static byte[] ForNode(CommandResult result) => Fit(result, PayloadLimits.NodeResultBytes);

    private static byte[] Fit(CommandResult result, int maxBytes)
    {
        var data = PayloadCodec.Write(result, PayloadJson.Default.CommandResult);
        while (data.Length > maxBytes)
        {
            result = Smaller(result, data.Length - maxBytes);
            data = PayloadCodec.Write(result, PayloadJson.Default.CommandResult);
        }

        return data;
    }

    private static CommandResult Smaller(CommandResult result, int excess)
    {
        if (result.LogTail is { Length: > 0 } log)
        {
            // Escapes make a character longer on the wire, so this may take another round; it always gets shorter.
            var kept = excess >= log.Length ? "" : log[^Math.Min(log.Length - 1, log.Length - excess)..];
            if (kept.Length > 0 && char.IsLowSurrogate(kept[0])) kept = kept[1..];
            return result with { LogTail = kept, LogCutBytes = result.LogCutBytes + Encoding.UTF8.GetByteCount(log.AsSpan(0, log.Length - kept.Length)) };
        }

        if (result.Answer is { } answer) return result with { Answer = null, AnswerCutBytes = Encoding.UTF8.GetByteCount(answer.GetRawText()) };
        if (result.Cookbooks is { Count: > 0 }) return result with { Cookbooks = null };
        if (result.RunList is { Count: > 0 }) return result with { RunList = null };
        throw new InvalidOperationException($"the result of command {result.Command} cannot be made small enough");
    }
}
