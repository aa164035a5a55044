using System.Text;
using ChefActors.Core.Results;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Running;
using ChefActors.NodeHost.Tests.Journal;
using ChefActors.Testing;

namespace ChefActors.NodeHost.Tests.ChefClient;

/// <summary>However much a run prints, and whatever: what is read of it is bounded, and what is shown can be read.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class OutputBoundsTests : IDisposable
{
    private const long Gigabyte = 1L << 30;
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_gigabyte_costs_no_more_than_what_is_read_of_it()
    {
        var path = _directory["output"];
        await using (var file = File.Create(path))
        {
            file.Write("Chef Infra Client, version 18.11.21\nSynchronizing cookbooks:\n  - cookbook_c (1.4.0)\n"u8);

            // Lines, so that whoever reads them all allocates for each; around them nothing, which costs no disk.
            file.Seek(100 << 20, SeekOrigin.Begin);
            var lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("  * file[/srv/x] action create (up to date)\n", 20_000)));
            for (var i = 0; i < 32; i++) file.Write(lines);
            file.Seek(Gigabyte, SeekOrigin.Begin);
            file.Write("\n[2026-01-01T00:00:00+00:00] FATAL: E: execute[x] (c::default line 1) had an error: E: why\nInfra Phase failed. 4 resources updated in 03 seconds\n"u8);
        }

        var before = GC.GetTotalAllocatedBytes(precise: true);
        var found = await OutputFile.ReadAsync(path, CancellationToken.None);
        Assert.Equal((new ResourceCount(4, null), "execute[x]", "18.11.21"), (found.Resources, found.FailedResource, found.ChefVersion));
        Assert.Single(found.Cookbooks!);
        Assert.InRange(found.TotalBytes, Gigabyte, Gigabyte + 200);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 24 << 20);

        var result = RunOutcome.Result(Records.Start("R1"), ResultState.Failed, null, 1, found, Records.Now, "1");
        Assert.EndsWith("in 03 seconds\n", result.LogTail, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(result.LogTail!), 100, 16 * 1024);
        Assert.InRange(result.LogCutBytes, Gigabyte - (64 * 1024), Gigabyte + 200);
    }

    [Fact]
    public async Task A_line_of_ten_megabytes_is_no_reason_to_miss_what_stands_around_it()
    {
        var path = _directory["output"];
        await File.WriteAllTextAsync(path, "Chef Infra Client, version 18.11.21\n" + new string('x', 10 << 20) + "\nInfra Phase complete, 1/2 resources updated in 03 seconds\n");
        var found = await OutputFile.ReadAsync(path, CancellationToken.None);
        Assert.Equal(("18.11.21", new ResourceCount(1, 2)), (found.ChefVersion, found.Resources));
    }

    [Fact]
    public async Task What_stands_in_the_middle_ends_no_line_and_begins_none()
    {
        var path = _directory["output"];
        var list = "Synchronizing cookbooks:\n" + string.Concat(Enumerable.Range(0, 60_000).Select(number => $"  - cookbook_{number:D6} (1.0.0)\n"));
        await File.WriteAllTextAsync(path, list);
        var found = await OutputFile.ReadAsync(path, CancellationToken.None);
        Assert.Equal(1000, found.Cookbooks!.Count);
        Assert.All(found.Cookbooks.Keys, name => Assert.Equal("cookbook_000000".Length, name.Length));
    }

    [Theory]
    [InlineData("plain\nlines\n", "plain\nlines\n")]
    [InlineData("10%\r50%\r100%\ndone", "100%\ndone")]
    [InlineData("windows\r\nline\r\n", "windows\nline\n")]
    [InlineData("kept\r", "kept")]
    [InlineData("\u001b[0;32mgreen\u001b[0m and \u001b[1;31mred\u001b[K", "green and red")]
    [InlineData("\u001b]0;title\aafter", "after")]
    [InlineData("\u001b]0;title\u001b\\after", "after")]
    [InlineData("\u001b[31", "31")]
    [InlineData("\u001b", "")]
    [InlineData("typo\b\b\bhe\n\b", "the\n")]
    [InlineData("tab\tbell\a", "tab\tbell\uFFFD")]
    [InlineData("b\u00fccher \U0001F600", "b\u00fccher \U0001F600")]
    public void The_tail_is_what_a_person_would_have_seen(string raw, string shown) => Assert.Equal(shown, OutputText.Readable(Encoding.UTF8.GetBytes(raw)));

    [Fact]
    public void Bytes_that_are_no_text_are_marked_and_a_character_that_the_cut_went_through_is_left_out()
    {
        Assert.Equal("a\uFFFD\uFFFDb", OutputText.Readable([(byte)'a', 0xff, 0xfe, (byte)'b']));
        Assert.Equal("x", OutputText.Readable(Encoding.UTF8.GetBytes("\U0001F600x").AsSpan(1)));
        Assert.Equal("", OutputText.Readable([]));
    }

    [Fact]
    public async Task A_progress_bar_of_a_megabyte_leaves_room_for_what_was_said_before_it_ended()
    {
        var path = _directory["output"];
        await File.WriteAllTextAsync(path, "before\n" + string.Concat(Enumerable.Range(0, 5_000).Select(number => $"\r{number}")) + "\nafter\n");
        Assert.Equal("before\n4999\nafter\n", (await OutputFile.ReadAsync(path, CancellationToken.None)).Tail);
    }
}
