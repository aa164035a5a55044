using System.Globalization;
using System.IO.MemoryMappedFiles;
using ChefActors.NodeHost.Footprint;
using ChefActors.Testing;
using Xunit;

namespace ChefActors.NodeHost.Tests.Footprint;

/// <summary>On this very process, whose own programs are given up as well: that it goes on is part of the test.</summary>
public sealed class MappedFilesTests
{
    [Fact]
    public void A_file_that_was_read_is_no_longer_resident_and_reads_the_same()
    {
        using var directory = new TemporaryDirectory();
        var (path, content) = (directory["mapped"], Enumerable.Range(0, 1 << 20).Select(i => (byte)(i * 7)).ToArray());
        File.WriteAllBytes(path, content);
        using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        using var view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        Assert.Equal(content, Read(view, content.Length));
        Assert.True(ResidentKiB(path) >= 1024, "it must be in memory before it can be given up");

        MappedFiles.Release();

        Assert.Equal(0, ResidentKiB(path));
        Assert.Equal(content, Read(view, content.Length));
    }

    [Fact]
    public void What_was_written_into_a_mapping_is_kept()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllBytes(directory["mapped"], new byte[1 << 16]);
        using var file = MemoryMappedFile.CreateFromFile(directory["mapped"], FileMode.Open, null, 0, MemoryMappedFileAccess.CopyOnWrite);
        using var view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.CopyOnWrite);
        view.Write(4096, 42);

        MappedFiles.Release();

        Assert.Equal(42, view.ReadInt32(4096));
    }

    private static byte[] Read(MemoryMappedViewAccessor view, int count)
    {
        var bytes = new byte[count];
        view.ReadArray(0, bytes, 0, count);
        return bytes;
    }

    private static long ResidentKiB(string path) => File.ReadLines("/proc/self/smaps")
        .SkipWhile(line => !line.EndsWith(path, StringComparison.Ordinal))
        .Where(line => line.StartsWith("Rss:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture))
        .First();
}
