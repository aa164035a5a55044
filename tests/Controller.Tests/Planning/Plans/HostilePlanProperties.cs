using System.Text;
using ChefActors.Controller.Planning.Plans;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace ChefActors.Controller.Tests.Planning.Plans;

/// <summary>Whatever a file holds, the reader answers: it never throws, and each of its faults has a place in the file.</summary>
public sealed class HostilePlanProperties
{
    private static readonly string[] Plans = [.. PlanSamples.Examples.Select(File.ReadAllText)];

    private static readonly string[] Pieces = ["&a ", "*a", "!!str ", "!", "<<: ", "? ", ": ", "- ", "[", "]", "{", "}", "'", "\"", "|\n", ">\n", "---\n", "...\n", "%YAML 1.2\n", "%TAG ! x\n", "#", "\t", "\n", "\\x", "\\u12", "\0", "\u0085", "\ufeff", "\ud83d\ude00", "@", "`", "~", "0%", "rest", "{{"];

    /// <summary>What the parser of the library was found to stumble over.</summary>
    [Theory]
    [InlineData("...\nname: a")]
    [InlineData("? : &a # b\nname: a")]
    [InlineData("!<a b> x")]
    [InlineData("%TAG ! x\n--- !y z")]
    public void What_no_parser_reads_is_refused(string text) => Assert.IsType<PlanReading.Faulty>(PlanReader.Read(Encoding.UTF8.GetBytes(text), null));

    [Property(MaxTest = 2000)]
    public void A_plan_with_pieces_put_in_is_read_or_refused(byte plan, (ushort At, byte Piece)[] pieces)
    {
        var text = new StringBuilder(Plans[plan % Plans.Length]);
        foreach (var (at, piece) in pieces) text.Insert(at % (text.Length + 1), Pieces[piece % Pieces.Length]);
        Answers(Encoding.UTF8.GetBytes(text.ToString()));
    }

    [Property(MaxTest = 2000)]
    public void A_plan_with_bytes_changed_is_read_or_refused(byte plan, (ushort At, byte Value)[] changes)
    {
        var bytes = Encoding.UTF8.GetBytes(Plans[plan % Plans.Length]);
        foreach (var (at, value) in changes) bytes[at % bytes.Length] = value;
        Answers(bytes);
    }

    [Property(MaxTest = 500)]
    public void A_plan_that_was_cut_is_read_or_refused(byte plan, ushort length)
    {
        var bytes = Encoding.UTF8.GetBytes(Plans[plan % Plans.Length]);
        Answers(bytes[..(length % bytes.Length)]);
    }

    private static void Answers(byte[] file)
    {
        if (PlanReader.Read(file, null) is not PlanReading.Faulty faulty) return;
        Assert.NotEmpty(faulty.Faults);
        Assert.All(faulty.Faults, fault => Assert.True(fault.At is { Line: >= 1, Column: >= 1 } && fault.Found.Length > 0 && fault.Allowed.Length > 0, fault.ToString()));
    }
}
