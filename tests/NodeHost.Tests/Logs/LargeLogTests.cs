using ChefActors.Core.Following;
using ChefActors.Core.Queries;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Logs;
using ChefActors.NodeHost.Queries;
using ChefActors.Testing;

namespace ChefActors.NodeHost.Tests.Logs;

/// <summary>A gibibyte of output, sparse: it is read piece by piece, and no piece is larger than a page.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class LargeLogTests : IDisposable
{
    private const long Size = 1L << 30;

    private readonly TemporaryDirectory _state = new();
    private readonly string _output;

    public LargeLogTests()
    {
        var run = RunDirectory.Of(_state.FullName, "R1", 1);
        Directory.CreateDirectory(run.Path);
        _output = run.Output;
        using var file = File.Create(_output);
        file.SetLength(Size - 5);
        file.Seek(0, SeekOrigin.End);
        file.Write("last\n"u8);
    }

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task It_is_summed_up_in_bounded_memory()
    {
        var summary = await Allocating(32, () => OutputFile.ReadAsync(_output, CancellationToken.None));
        Assert.Equal(Size, summary.TotalBytes);
        Assert.EndsWith("last\n", summary.Tail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_page_of_it_is_answered_in_bounded_memory()
    {
        foreach (var offset in (long[])[0, Size / 2, Size - Query.LogBytesAtMost])
        {
            var query = new Query.Log("R1", null, offset, Query.LogBytesAtMost);
            var answer = await Allocating(16, () => new Questions(Logs).AnswerAsync(query, CancellationToken.None));
            var page = LogPage.Read(answer.Json, query).Value!;
            Assert.Equal((Query.LogBytesAtMost, Size), (page.Answer.Bytes, page.Answer.Size));
        }
    }

    [Fact]
    public async Task Whoever_follows_it_gets_its_end_in_half_a_ring()
    {
        var ring = new FollowRing("R1", 1, 0, 0);
        var log = (await Logs.OfAsync("R1", CancellationToken.None))[0];
        var (from, count) = ring.Next(log.Bytes);
        var piece = await Allocating(4, async () => (await Logs.ReadAsync(log, from, count, CancellationToken.None))!);
        var (_, chunks) = ring.Write(from, piece.Bytes, isOver: true);
        Assert.InRange(chunks.Length, 1, FollowRing.ChunksAtOnce);
        Assert.Equal((Size, true), (chunks[^1].Offset + chunks[^1].Bytes, chunks[^1].End));
    }

    private RunLogs Logs => new(_state.FullName);

    private static async Task<T> Allocating<T>(int mebibytes, Func<Task<T>> work)
    {
        var before = GC.GetTotalAllocatedBytes();
        var result = await work();
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, mebibytes * 1024L * 1024L);
        return result;
    }
}
