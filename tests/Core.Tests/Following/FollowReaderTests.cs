using ChefActors.Core.Following;
using ChefActors.Core.Queries;
using ChefActors.Core.Results;

namespace ChefActors.Core.Tests.Following;

public sealed class FollowReaderTests
{
    [Fact]
    public void Chunks_of_another_command_are_passed_over()
    {
        var (reader, pieces) = new FollowReader("R1").Take([Chunk(4, 0, "other", "R0"), Chunk(5, 0, "mine")]);
        Assert.Equal("mine", Text(pieces));
        Assert.Equal(6, reader.NextSequence);
    }

    [Fact]
    public void A_gap_is_told_with_its_size_and_what_was_seen_is_not_shown_again()
    {
        var (reader, first) = new FollowReader("R1").Take([Chunk(0, 0, "abc")]);
        var (_, second) = reader.Take([Chunk(0, 0, "abc"), Chunk(3, 10, "xyz")]);
        Assert.Equal(("abc", "(7)xyz"), (Text(first), Text(second)));
    }

    [Fact]
    public void Of_bytes_that_come_twice_the_new_ones_are_shown()
    {
        var (reader, _) = new FollowReader("R1").Take([Chunk(0, 0, "abcd")]);
        Assert.Equal("ef", Text(reader.Take([Chunk(1, 2, "cdef")]).Pieces));
    }

    [Fact]
    public void Another_attempt_begins_from_its_own_first_byte_and_is_said()
    {
        var (reader, _) = new FollowReader("R1").Take([Chunk(0, 0, "first")]);
        Assert.Equal("[2]again", Text(reader.Take([Chunk(1, 0, "again") with { Attempt = 2 }]).Pieces));
    }

    [Fact]
    public void The_end_mark_of_a_run_ends_it() => Assert.True(new FollowReader("R1").Take([Chunk(0, 0, "") with { End = true }]).Reader.IsOver);

    [Fact]
    public void A_chunk_that_cannot_be_unpacked_counts_as_skipped() =>
        Assert.Equal("(3)", Text(new FollowReader("R1").Take([Chunk(0, 0, "abc") with { Data = "!" }]).Pieces));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"v":1}""")]
    [InlineData("""{"v":2,"sequence":0,"command":"R1","attempt":1,"offset":0,"bytes":0,"data":""}""")]
    [InlineData("""{"v":1,"sequence":-1,"command":"R1","attempt":1,"offset":0,"bytes":0,"data":""}""")]
    [InlineData("""{"v":1,"sequence":0,"command":"../R1","attempt":1,"offset":0,"bytes":0,"data":""}""")]
    [InlineData("""{"v":1,"sequence":0,"command":"R1","attempt":1,"offset":-1,"bytes":0,"data":""}""")]
    [InlineData("""{"v":1,"sequence":0,"command":"R1","attempt":1,"offset":0,"bytes":32769,"data":""}""")]
    public void What_is_no_chunk_is_refused(string json) => Assert.False(FollowChunk.Read(System.Text.Encoding.UTF8.GetBytes(json)).IsValid);

    [Theory]
    [InlineData(null, LeaseStanding.None)]
    [InlineData(0.0, LeaseStanding.Fresh)]
    [InlineData(59.9, LeaseStanding.Fresh)]
    [InlineData(60.0, LeaseStanding.Stale)]
    [InlineData(3600.0, LeaseStanding.Stale)]
    [InlineData(-5.0, LeaseStanding.Fresh)]
    public void A_lease_holds_for_a_minute_after_it_was_written(double? age, LeaseStanding expected)
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var decision = LeaseDecision.Of(age is { } seconds ? now.AddSeconds(-seconds) : null, now);
        Assert.Equal(expected, decision.Standing);
        Assert.InRange(decision.Remaining, TimeSpan.Zero, FollowLease.Holds);
    }

    private static FollowChunk Chunk(long sequence, long offset, string text, string command = "R1")
    {
        var (data, taken) = PackedBytes.Pack(System.Text.Encoding.UTF8.GetBytes(text), FollowChunk.DataCharsAtMost);
        return new FollowChunk { Sequence = sequence, Command = command, Attempt = 1, Offset = offset, Bytes = taken, Data = data };
    }

    private static string Text(IEnumerable<FollowPiece> pieces) => string.Concat(pieces.Select(piece => piece switch
    {
        FollowPiece.Output output => System.Text.Encoding.UTF8.GetString(output.Bytes.Span),
        FollowPiece.Skipped skipped => $"({skipped.Bytes})",
        FollowPiece.Started started => $"[{started.Attempt}]",
        _ => "?",
    }));
}
