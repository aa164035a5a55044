using ChefActors.Testing;

namespace ChefActors.NodeHost.Tests.ChefClient.Reporting;

/// <summary>A machine that Chef restarts forgets nothing: the report handler's system calls, as strace sees them.</summary>
[Trait("needs", "debian")]
public sealed class DurableReportTests
{
    [Fact]
    public async Task A_noted_reboot_is_on_the_disk_under_its_name_before_chef_goes_on()
    {
        using var directory = new TemporaryDirectory();
        using var run = new FakeChefRun { Under = ["strace", "-f", "-y", "-s", "200", "-o", directory["calls"], "-e", "trace=openat,fsync,rename,renameat,renameat2"] };
        var (code, printed) = await run.PlayAsync("reboot");
        Assert.True(code == 0 && printed.Contains("now: true\n", StringComparison.Ordinal), printed);
        var calls = await File.ReadAllLinesAsync(directory["calls"]);
        var (path, fresh) = (run.Run.Report, run.Run.Report + ".new");

        // Chef's next step in this scenario is to read the report.
        var read = Array.FindLastIndex(calls, call => call.Contains($"\"{path}\", O_RDONLY", StringComparison.Ordinal));
        var last = calls[..Math.Max(read, 0)].Where(call => call.Contains(path, StringComparison.Ordinal) || call.Contains("fsync(", StringComparison.Ordinal)).TakeLast(4);
        Assert.Collection(
            last,
            call => Assert.Contains($"\"{fresh}\", O_WRONLY|O_CREAT|O_TRUNC", call, StringComparison.Ordinal),
            call => Assert.Matches(@"fsync\(\d+<" + Regex(fresh) + @">\) += 0$", call),
            call => Assert.Matches(@"rename(at2?)?\(.*""" + Regex(fresh) + @""", .*""" + Regex(path) + @"""(, 0)?\) += 0$", call),
            call => Assert.Matches(@"fsync\(\d+<" + Regex(Path.GetDirectoryName(path)!) + @">\) += 0$", call));
    }

    private static string Regex(string text) => System.Text.RegularExpressions.Regex.Escape(text);
}
