using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Logs;
using ChefActors.Testing;

namespace ChefActors.NodeHost.Tests.Logs;

public sealed class RunLogsTests : IDisposable
{
    private readonly TemporaryDirectory _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task The_run_under_way_comes_first_and_then_the_newest()
    {
        Run("R1", "old", "1", minutesAgo: 50);
        Kept().Keep("R1");
        Run("R2", "newer", "0", minutesAgo: 40);
        Kept().Keep("R2");
        Run("R3", "now", null, minutesAgo: 60);
        Assert.Equal(["R3", "R2", "R1"], (await Logs.ListAsync(CancellationToken.None)).Select(log => log.Command));
        Assert.Equal(
            [(true, null, 3L), (false, 0, 5L), (false, 1, 3L)],
            (await Logs.ListAsync(CancellationToken.None)).Select(log => (log.IsRunning, log.ExitCode, log.Bytes)));
    }

    [Fact]
    public async Task A_run_that_ended_is_no_more_under_way_though_its_result_is_not_in()
    {
        Run("R1", "output", "137");
        var log = Assert.Single(await Logs.ListAsync(CancellationToken.None));
        Assert.Equal((false, 137), (log.IsRunning, log.ExitCode));
    }

    [Fact]
    public async Task What_never_had_its_go_and_what_is_no_log_is_not_listed()
    {
        Run("R1", "", "never");
        Directory.CreateDirectory(_state["runs/no log"]);
        Directory.CreateDirectory(_state["runs/R2.x"]);
        Directory.CreateDirectory(_state["logs"]);
        File.WriteAllText(_state["logs/README"], "");
        File.WriteAllText(_state["logs/R3.0"], "");
        Assert.Empty(await Logs.ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_log_is_read_on_while_it_moves_to_the_kept_ones()
    {
        Run("R1", "0123456789", "0");
        var log = Assert.Single(await Logs.OfAsync("R1", CancellationToken.None));
        Assert.Equal("01234"u8.ToArray(), (await Logs.ReadAsync(log, 0, 5, CancellationToken.None))!.Bytes);
        Kept().Keep("R1");
        var rest = await Logs.ReadAsync(log, 5, 100, CancellationToken.None);
        Assert.Equal("56789"u8.ToArray(), rest!.Bytes);
        Assert.Equal(10, rest.Size);
        Assert.Empty((await Logs.ReadAsync(log, 11, 100, CancellationToken.None))!.Bytes);
        File.Delete(_state["logs/R1.1"]);
        Assert.Null(await Logs.ReadAsync(log, 5, 100, CancellationToken.None));
    }

    [Fact]
    public async Task A_command_that_is_no_id_has_no_logs()
    {
        Run("R1", "output", "0");
        Assert.Empty(await Logs.OfAsync("*", CancellationToken.None));
        Assert.Empty(await Logs.OfAsync("../runs/R1", CancellationToken.None));
    }

    [Fact]
    public void Beyond_the_number_the_oldest_go_and_their_exit_codes_with_them()
    {
        for (var i = 0; i < 5; i++)
        {
            Run($"R{i}", "output", "0", minutesAgo: 50 - i);
            Kept(runs: 3).Keep($"R{i}");
        }

        Assert.Equal("R2.1 R2.1.exit R3.1 R3.1.exit R4.1 R4.1.exit", Files("logs"));
        Assert.Equal("", Files("runs"));
    }

    [Fact]
    public void Beyond_the_size_the_oldest_go_and_the_newest_stays_whole_whatever_its_size()
    {
        Run("R1", new string('a', 400), "0", minutesAgo: 9);
        Kept(bytes: 1024).Keep("R1");
        Run("R2", new string('b', 600), "0", minutesAgo: 8);
        Kept(bytes: 1024).Keep("R2");
        Assert.Equal("R1.1 R1.1.exit R2.1 R2.1.exit", Files("logs"));
        Run("R3", new string('c', 500), null, minutesAgo: 7);
        Kept(bytes: 1024).Keep("R3");
        Assert.Equal("R3.1", Files("logs"));
        Run("R4", new string('d', 5000), "1", minutesAgo: 6);
        Kept(bytes: 1024).Keep("R4");
        Assert.Equal("R4.1 R4.1.exit", Files("logs"));
        Assert.Equal(5000, new FileInfo(_state["logs/R4.1"]).Length);
    }

    [Fact]
    public void At_a_start_what_an_earlier_life_left_is_kept_or_removed_but_what_is_in_use()
    {
        Run("R1", "kept at last", "0");
        Run("R2", "", "never");
        Run("R3", "runs yet", null);
        Run("R4", "to be reported", "1");

        // Killed between the note and the log itself.
        // Made beforehand for a run that never came.
        Directory.CreateDirectory(_state["runs/next"]);
        File.WriteAllText(_state["runs/next/output"], "");
        Run("R5", "half kept", "3");
        Directory.CreateDirectory(_state["logs"]);
        File.Move(_state["runs/R5.1/exit"], _state["logs/R5.1.exit"]);
        Kept().KeepLeftOvers(new HashSet<string>(["R3", "R4"], StringComparer.Ordinal));
        Assert.Equal("R1.1 R1.1.exit R5.1 R5.1.exit", Files("logs"));
        Assert.Equal("R3.1 R4.1", Files("runs"));
        Kept().KeepLeftOvers(new HashSet<string>(["R3", "R4"], StringComparer.Ordinal));
        Assert.Equal("R3.1 R4.1", Files("runs"));
    }

    private RunLogs Logs => new(_state.FullName);

    private KeptLogs Kept(int runs = 50, long bytes = 100_000_000) => new(_state.FullName, runs, bytes);

    private void Run(string command, string output, string? exit, int minutesAgo = 0)
    {
        var run = RunDirectory.Of(_state.FullName, command, 1);
        Directory.CreateDirectory(run.Path);
        File.WriteAllText(run.Output, output);
        if (exit is not null) File.WriteAllText(run.Exit, exit + "\n");
        File.SetLastWriteTimeUtc(run.Output, new DateTime(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc).AddMinutes(-minutesAgo));
    }

    private string Files(string folder) =>
        string.Join(' ', Directory.EnumerateFileSystemEntries(_state[folder]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
}
