using System.Text;
using ChefActors.ChefStandIn.Scenarios;

namespace ChefActors.ChefStandIn.Running;

/// <summary>Pure: made-up output of the kinds that trouble a reader; the same bytes every time.</summary>
internal static class Noise
{
    private const int ChunkBytes = 1 << 16;

    /// <summary>Chunks that together have exactly so many bytes.</summary>
    internal static IEnumerable<byte[]> Chunks(Step step)
    {
        var pattern = Pattern(step.Noise);
        var at = 0;
        for (var left = step.NoiseBytes; left > 0;)
        {
            var chunk = new byte[Math.Min(left, ChunkBytes)];
            for (var index = 0; index < chunk.Length; index++)
                chunk[index] = pattern[at++ % pattern.Length];
            left -= chunk.Length;
            yield return chunk;
        }
    }

    private static byte[] Pattern(string kind) => kind switch
    {
        "lines" => Encoding.UTF8.GetBytes("a line of noise, as a package manager prints them by the thousand ✓\n"),
        "binary" => [0xFF, 0xFE, 0x00, (byte)'x', 0xC3, 0x28, 0x1B, (byte)'[', (byte)'3', (byte)'1', (byte)'m', (byte)'\n', 0x80, 0xE2, 0x82],
        "progress" => Encoding.UTF8.GetBytes("\r 10%\r 50%\r100%"),
        "long_line" => Encoding.UTF8.GetBytes("abcdefghij"),
        _ => throw new ScenarioException($"noise \"{kind}\": lines, binary, progress or long_line"),
    };
}
