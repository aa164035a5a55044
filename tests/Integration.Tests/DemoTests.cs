using System.Globalization;
using System.Text;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests;

/// <summary>The demonstration as a user starts it, without a terminal. Its temporary directory is the test's own, so what it leaves is seen.</summary>
[Trait("category", "integration")]
public sealed class DemoTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(3);

    private readonly TemporaryDirectory _place = new();

    [Fact]
    public async Task It_goes_as_told_and_leaves_nothing()
    {
        await using var demo = Start(nodes: 4);
        var exitCode = await demo.WaitForExit(Long);
        Assert.True(exitCode == 0, demo.Tail(60));

        var output = demo.Output;
        Assert.Contains(output, l => l.Contains("""set /node/web-1.demo '{"run_list":["recipe[cookbook_c]"]}'""", StringComparison.Ordinal));
        Assert.Contains(output, l => l.Contains("\"state\":\"succeeded\",\"exit_code\":0", StringComparison.Ordinal));
        Assert.Contains(output, l => l.StartsWith("db-1.demo  failed", StringComparison.Ordinal) && l.Contains("template[/srv/webapp/config.yml]", StringComparison.Ordinal));
        Assert.Contains(output, l => l.Contains("4 targets, 3 succeeded, 1 failed", StringComparison.Ordinal));
        Assert.Contains(output, l => l.Contains("chef-client started once, one result.", StringComparison.Ordinal));
        Assert.Contains(output, l => l.Contains("rollout halted: ", StringComparison.Ordinal) && l.Contains("the limit is 1 (10%)", StringComparison.Ordinal));
        Assert.Contains(output, l => l.Contains("so it is halted, wave canary (1 of 2)", StringComparison.Ordinal));
        Assert.Contains(output, l => l.Contains("the canary kept 3 nodes from it; after the mend all 4 succeeded", StringComparison.Ordinal));
        Assert.Equal(3, output.Count(l => l.Contains(" --zookeeper 127.0.0.1:", StringComparison.Ordinal)));
        Assert.DoesNotContain(output, l => l.Contains('\u001b'));
        Assert.Empty(demo.Errors);
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task SIGTERM_in_the_middle_of_a_run_ends_all_of_it()
    {
        await using var demo = Start(nodes: 2);
        await demo.WaitForLine(l => l.Contains("has started chef-client", StringComparison.Ordinal), "the long run has begun", Long);
        Assert.NotEmpty(Left());
        demo.Signal(UnixSignal.Terminate);
        Assert.Equal(143, await demo.WaitForExit());
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task Its_node_hosts_end_when_it_is_killed()
    {
        await using var demo = Start(nodes: 2);
        await demo.WaitForLine(l => l.StartsWith("2 node hosts serve", StringComparison.Ordinal), "all serve", Long);
        Assert.NotEmpty(Left());
        await demo.Kill();

        // A chef-client that runs comes to its end by itself.
        await Eventually.BecomesTrue(() => Left().Count == 0, "no process of the demonstration is left", TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task Without_a_place_for_its_files_it_says_so_and_ends_with_1()
    {
        await using var demo = Start(nodes: 1, temporary: _place["missing"]);
        Assert.Equal(1, await demo.WaitForExit());
        Assert.Contains(demo.Errors, l => l.StartsWith("the demonstration did not go as told: ", StringComparison.Ordinal) && l.Contains(_place["missing"], StringComparison.Ordinal));
    }

    public void Dispose() => _place.Dispose();

    private TestProcess Start(int nodes, string? temporary = null) => TestProcess.Start(
        Repository.PathOf("artifacts", "app", "chefactors", "chefactors"),
        ["demo", "--once", "--nodes", nodes.ToString(CultureInfo.InvariantCulture)],
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["TMPDIR"] = temporary ?? _place.FullName });

    private void AssertNothingIsLeft()
    {
        Assert.Empty(Left());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_place.FullName, "chefactors-demo-*"));
    }

    /// <summary>Processes with the demonstration's mark, which holds its directory.</summary>
    private List<string> Left()
    {
        var mark = Encoding.UTF8.GetBytes($"CHEFACTORS_DEMO={_place.FullName}/");
        return [.. Directory.EnumerateDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out _) && HasMark(d, mark))];
    }

    private static bool HasMark(string directory, byte[] mark)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(directory, "environ")).AsSpan().IndexOf(mark) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, or another user's.
            return false;
        }
    }
}
