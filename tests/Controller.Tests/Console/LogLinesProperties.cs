using System.Text;
using ChefActors.Controller.Console.Rendering;
using FsCheck.Xunit;

namespace ChefActors.Controller.Tests.Console;

public sealed class LogLinesProperties
{
    [Property(MaxTest = 500)]
    public bool However_the_bytes_are_cut_the_lines_are_the_same(byte[] bytes, byte cut)
    {
        var step = 1 + (cut % 7);
        return Lines([bytes]).SequenceEqual(Lines(bytes.Chunk(step)));
    }

    [Property(MaxTest = 500)]
    public bool Whatever_comes_nothing_in_it_moves_a_terminal(byte[] bytes) => Lines([bytes]).All(line => !line.Any(char.IsControl));

    [Property(MaxTest = 200)]
    public bool Plain_lines_come_out_as_they_are(string[] words)
    {
        var plain = words.Select(word => string.Concat((word ?? "").Where(char.IsAsciiLetterOrDigit))).ToArray();
        return Lines([Encoding.ASCII.GetBytes(string.Concat(plain.Select(word => word + "\n")))]).SequenceEqual(plain);
    }

    [Fact]
    public void A_progress_bar_of_ten_megabytes_is_what_it_came_to()
    {
        var bar = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 100_000).Select(i => $"\r{i / 1000,3}% {new string('#', 95)}")) + "\n");
        Assert.Equal([$" 99% {new string('#', 95)}"], Lines(bar.Chunk(4000)));
    }

    [Fact]
    public void A_line_of_ten_megabytes_is_cut_and_says_how_long_it_was() =>
        Assert.Equal(new string('a', LogLines.LineBytesAtMost) + " … (cut: this line has 10,000,000 bytes, see --raw)", Assert.Single(Lines([Encoding.ASCII.GetBytes(new string('a', 10_000_000))])));

    private static List<string> Lines(IEnumerable<byte[]> pieces)
    {
        var shown = new List<string>();
        var lines = new LogLines();
        foreach (var piece in pieces) lines.Add(piece, shown.Add);
        lines.Finish(shown.Add);
        return shown;
    }
}
