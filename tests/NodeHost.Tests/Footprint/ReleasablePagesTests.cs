using System.Text;
using ChefActors.NodeHost.Footprint;
using Xunit;

namespace ChefActors.NodeHost.Tests.Footprint;

public sealed class ReleasablePagesTests
{
    private const string Library = "7f00000a0000-7f00000b0000 r-xp 00001000 08:01 1234                       /usr/lib/x86_64-linux-gnu/libc.so.6";

    [Theory]
    [InlineData(Library)]
    [InlineData("7f00000a0000-7f00000b0000 r--p 00000000 08:01 1234                       /opt/a b/Akka.dll")]
    [InlineData("7f00000a0000-7f00000b0000 r--s 00000000 08:01 1234                       /opt/Akka.dll (deleted)")]
    public void What_was_read_of_a_file_can_be_given_up(string header) =>
        Assert.Equal([new PageRange(unchecked((nuint)0x7f00000a0000), unchecked((nuint)0x7f00000b0000))], Of(header, "Rss: 64 kB", "Private_Clean: 64 kB", "Private_Dirty: 0 kB", "Anonymous: 0 kB"));

    [Theory]
    [InlineData("7f00000a0000-7f00000b0000 rw-p 00001000 08:01 1234                       /usr/lib/libc.so.6")]
    [InlineData("7f00000a0000-7f00000b0000 rw-s 00001000 00:01 1234                       /memfd:doublemapper (deleted)")]
    [InlineData("7f00000a0000-7f00000b0000 r-xs 00001000 00:01 1234                       /memfd:doublemapper (deleted)")]
    [InlineData("7f00000a0000-7f00000b0000 rw-p 00000000 00:00 0")]
    [InlineData("7f00000a0000-7f00000b0000 r--p 00000000 00:00 0")]
    [InlineData("7f00000a0000-7f00000b0000 r-xp 00000000 00:00 0                          [vdso]")]
    [InlineData("7f00000a0000-7f00000b0000 ---p 00000000 08:01 1234                       /usr/lib/libc.so.6")]
    public void What_may_be_written_or_is_of_no_file_stays(string header) => Assert.Empty(Of(header, "Rss: 64 kB"));

    [Theory]
    [InlineData("Private_Dirty: 4 kB")]
    [InlineData("Shared_Dirty: 4 kB")]
    [InlineData("Anonymous:            4 kB")]
    [InlineData("Swap: 4 kB")]
    [InlineData("Locked: 64 kB")]
    public void One_changed_or_locked_page_keeps_the_whole_mapping(string field) => Assert.Empty(Of(Library, "Rss: 64 kB", field, "Private_Clean: 60 kB"));

    [Fact]
    public void A_mapping_without_a_page_in_memory_is_left_alone() => Assert.Empty(Of(Library, "Rss:                   0 kB"));

    [Fact]
    public void Every_mapping_is_judged_by_its_own_lines()
    {
        var second = Library.Replace("7f00000a0000-7f00000b0000", "7f00000c0000-7f00000d0000", StringComparison.Ordinal);
        var third = Library.Replace("7f00000a0000-7f00000b0000", "7f00000e0000-7f00000f0000", StringComparison.Ordinal);
        Assert.Equal(
            [new PageRange(unchecked((nuint)0x7f00000a0000), unchecked((nuint)0x7f00000b0000)), new PageRange(unchecked((nuint)0x7f00000e0000), unchecked((nuint)0x7f00000f0000))],
            Of(Library, "Rss: 4 kB", "VmFlags: rd ex mr", second, "Rss: 4 kB", "Private_Dirty: 4 kB", third, "Rss: 8 kB"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("7f00000a0000")]
    [InlineData("7f00000a0000-")]
    [InlineData("7f00000a0000-7f00000b0000")]
    [InlineData("ffffffffffffffffffffff-1 r--p /x")]
    public void A_line_that_is_not_understood_gives_up_nothing(string line) => Assert.Empty(Of(line, "Rss: 64 kB"));

    private static List<PageRange> Of(params string[] lines)
    {
        var pages = new ReleasablePages();
        PageRange?[] found = [.. lines.Select(line => pages.Read(Encoding.UTF8.GetBytes(line))), pages.End()];
        return [.. found.OfType<PageRange>()];
    }
}
