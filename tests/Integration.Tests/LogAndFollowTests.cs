using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChefActors.Core.Commands;
using ChefActors.Core.Queries;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests;

/// <summary>Logs through the typed channel and output while it comes: our executables, the stand-in in place of chef-client.</summary>
public sealed class LogAndFollowTests
{
    private const long MiB = 1024 * 1024;

    [Fact]
    public async Task A_run_is_followed_its_log_read_and_listed_and_a_minute_later_no_lease_is_left()
    {
        await using var fleet = await EmbeddedFleet.StartAsync();
        await using var node = new NodeUnderTest(fleet.Server.ConnectString) { Seconds = "3" };
        await node.Start();
        var console = new ConsoleUnderTest(fleet.Server.ConnectString);

        await using var push = console.Launch("push", "recipe[cookbook_c]", "--to", node.Name.Value, "--follow");
        await push.WaitForLine(line => line.Contains("Infra Client", StringComparison.Ordinal), "chef-client's first lines", TimeSpan.FromSeconds(30));

        // While it runs: the ring, and the log so far, which waits for no run.
        Assert.NotNull(await fleet.Client.ExistsAsync(ZnodeLayout.Follow(node.Name)));
        var (soFar, text, said) = await console.Run("log", node.Name.Value);
        if (node.Starts.Ends == 0)
        {
            Assert.Equal(0, soFar);
            Assert.Contains(said, line => line.Contains("under way", StringComparison.Ordinal));
            Assert.Contains(text, line => line.Contains("Infra Client", StringComparison.Ordinal));
        }

        Assert.Equal(0, await push.WaitForExit(TimeSpan.FromSeconds(40)));
        var ended = Stopwatch.GetTimestamp();
        var command = Path.GetFileNameWithoutExtension(Assert.Single(Directory.GetFiles(Path.Combine(node.StateDirectory, "logs"), "*.1")));
        var log = await File.ReadAllLinesAsync(Path.Combine(node.StateDirectory, "logs", command + ".1"));
        Assert.All(log.Where(line => line.Trim().Length > 0), line => Assert.Contains(line.TrimEnd(), push.Output.Select(shown => shown.TrimEnd())));
        Assert.DoesNotContain(push.Output, line => line.Contains("skipped;", StringComparison.Ordinal));

        var (exitCode, shown, _) = await console.Run("log", node.Name.Value, command);
        Assert.Equal(0, exitCode);
        Assert.Equal(log.Select(line => line.TrimEnd()), shown.Select(line => line.TrimEnd()));
        var (_, list) = await console.Json("log", node.Name.Value, "--list");
        Assert.Equal((command, 0, false), (list[0].GetProperty("command").GetString(), list[0].GetProperty("exit_code").GetInt32(), list[0].GetProperty("running").GetBoolean()));
        var (missing, _, why) = await console.Run("log", node.Name.Value, "01NOSUCHCOMMAND");
        Assert.Equal(2, missing);
        Assert.Contains(why, line => line.Contains(command, StringComparison.Ordinal));

        await ReadsALongLogInBoundedMemory(fleet, node);

        await Eventually.BecomesTrue(async () => await fleet.Client.ExistsAsync(ZnodeLayout.Follow(node.Name)) is null, "no lease and no ring", TimeSpan.FromSeconds(90));
        Assert.InRange(Stopwatch.GetElapsedTime(ended).TotalSeconds, 30, double.MaxValue);
        await node.IsEmpty(fleet.Client);
        Assert.Equal(1, node.Starts.Starts);
    }

    /// <summary>A lease's age is a server's time, and a ring is watched and read by transactions: Apache's word counts.</summary>
    [Fact]
    [Trait("needs", "debian")]
    public async Task On_Apaches_server_a_run_is_followed_from_its_first_line_to_its_last()
    {
        await using var server = await RealZooKeeper.StartAsync();
        await using var client = await EmbeddedFleet.ConnectAsync(server.ConnectString);
        await using var node = new NodeUnderTest(server.ConnectString) { Seconds = "3" };
        await node.Start();
        await using var push = new ConsoleUnderTest(server.ConnectString).Launch("push", "recipe[cookbook_c]", "--to", node.Name.Value, "--follow");
        await push.WaitForLine(line => line.Contains("Infra Client", StringComparison.Ordinal), "chef-client's first lines", TimeSpan.FromSeconds(30));
        Assert.NotNull(await client.ExistsAsync(ZnodeLayout.Follow(node.Name)));
        Assert.Equal(0, await push.WaitForExit(TimeSpan.FromSeconds(40)));
        var log = await File.ReadAllLinesAsync(Assert.Single(Directory.GetFiles(Path.Combine(node.StateDirectory, "logs"), "*.1")));
        string[] printed = [.. log.Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
        string[] shown = [.. push.Output.Select(line => line.TrimEnd())];
        Assert.NotEmpty(printed);
        Assert.Equal(printed, shown.Where(line => printed.Contains(line, StringComparer.Ordinal)));
        Assert.Equal(1, node.Starts.Starts);
    }

    [Theory]
    [InlineData("Refuse.before")]
    [InlineData("Refuse.after")]
    public async Task A_node_host_killed_between_answer_and_sending_answers_in_its_next_life(string point)
    {
        await using var fleet = await EmbeddedFleet.StartAsync();
        await using var node = new NodeUnderTest(fleet.Server.ConnectString);
        node.Launch(point);
        await node.Serving();
        Directory.CreateDirectory(Path.Combine(node.StateDirectory, "logs"));
        await File.WriteAllTextAsync(Path.Combine(node.StateDirectory, "logs", "R0.1"), "kept\n");
        await node.Dispatch(fleet.Client, "Q1", command => command with { Kind = CommandKind.Query, RunList = [], Query = new Query.Log("R0", null, 0, 100).ToJson() });
        await node.Process.WaitForExit(TimeSpan.FromSeconds(30));
        await node.Start();
        var result = await node.Row(fleet.Client, "Q1");
        Assert.Equal(ResultState.Succeeded, result.State);
        Assert.Equal("kept\n"u8.ToArray(), LogPage.Read(result.Answer, new Query.Log("R0", null, 0, 100)).Value!.Content);
        await node.IsEmpty(fleet.Client);
        Assert.Equal(0, node.Starts.Starts);
    }

    /// <summary>100 MB that pack as Chef's output does, and 4 MB that do not pack at all.</summary>
    private static async Task ReadsALongLogInBoundedMemory(EmbeddedFleet fleet, NodeUnderTest node)
    {
        var path = Path.Combine(node.StateDirectory, "logs", "LONG.1");
        await using (var file = File.Create(path))
        {
            for (var i = 0; file.Position < 100_000_000; i++) await file.WriteAsync(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"  * file[/srv/app/{i * 7919 % 10007}/config.yml] action create (up to date)\n")));
            var noise = new byte[4_000_000];
            new Random(1).NextBytes(noise);
            await file.WriteAsync(noise);
        }

        var rollouts = (await fleet.Client.GetChildrenAsync(ZnodeLayout.Rollouts)).Names.Count;
        var began = Stopwatch.GetTimestamp();
        var info = new ProcessStartInfo(Repository.Executable("chefactors"), ["log", node.Name.Value, "LONG", "--raw"]) { RedirectStandardOutput = true, UseShellExecute = false };
        info.Environment["CHEFACTORS_ZOOKEEPER"] = fleet.Server.ConnectString;
        using var console = Process.Start(info)!;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[64 * 1024];
        var peak = 0L;
        for (int read, reads = 0; (read = await console.StandardOutput.BaseStream.ReadAsync(chunk)) > 0; reads++)
        {
            hash.AppendData(chunk, 0, read);
            if (reads % 100 == 0) peak = Math.Max(peak, PeakMemory(console.Id));
        }

        await console.WaitForExitAsync();
        Assert.Equal(0, console.ExitCode);
        await using var whole = File.OpenRead(path);
        Assert.Equal(await SHA256.HashDataAsync(whole), hash.GetHashAndReset());
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 120);
        Assert.InRange(peak, 1, 250 * MiB);
        Assert.InRange(PeakMemory(node.Process.Id), 1, 250 * MiB);

        // One trace of the reading stays, not one for each page.
        Assert.Equal(rollouts + 1, (await fleet.Client.GetChildrenAsync(ZnodeLayout.Rollouts)).Names.Count);
    }

    /// <summary>The most memory that the process ever held, in bytes; 0: it has ended.</summary>
    private static long PeakMemory(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
