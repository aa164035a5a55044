using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ChefActors.NodeHost.Supervising;
using ChefActors.Testing;

namespace ChefActors.NodeHost.Tests.Supervising;

/// <summary>The unit file keeps what docs/operating.md promises of a node host under systemd.</summary>
public sealed partial class SystemdUnitTests
{
    private const string Unit = "systemd/chefactors-node.service";
    private const int KnowsGrowingPauses = 254;

    [Theory]
    [InlineData("KillMode", "process", "chef-client is left alone and adopted")]
    [InlineData("KillSignal", "SIGTERM", "an orderly end: alive goes at once")]
    [InlineData("Delegate", "yes", "processes keep their cgroups")]
    [InlineData("OOMPolicy", "continue", "a chef-client without memory ends no node host")]
    [InlineData("TasksMax", "infinity", "recipes may start what they need")]
    [InlineData("PrivateTmp", "no", "chef-client changes the machine's /tmp, not a private one")]
    [InlineData("Restart", "always", "it comes back, whatever ended it")]
    [InlineData("Environment", "CHEFACTORS_SUPERVISOR=systemd", "it restarts when it is asked to")]
    [InlineData("RestartPreventExitStatus", "2", "a wrong setting is not tried again")]
    [InlineData("StartLimitIntervalSec", "0", "systemd never gives up on it")]
    [InlineData("StateDirectoryMode", "0700", "journal and logs are nobody else's")]
    public void It_says(string key, string value, string why) => Assert.True(Settings.TryGetValue(key, out var found) && found == value, $"{key}={value} is needed so that {why}; found: {found ?? "nothing"}");

    [Fact]
    public void Its_pauses_grow_as_those_of_supervise_do()
    {
        Assert.Equal(SupervisorDecision.Policy.FirstPause.TotalSeconds, Number("RestartSec"));
        Assert.Equal(SupervisorDecision.Policy.LongestPause.TotalSeconds, Number("RestartMaxDelaySec"));
        Assert.InRange(Number("RestartSteps"), 5, 20);
    }

    [Fact]
    public void Nothing_in_it_keeps_chef_client_from_changing_the_machine() =>
        Assert.DoesNotContain(Settings.Keys, Sandbox().IsMatch);

    [Fact]
    public void Its_command_line_is_one_that_the_program_takes()
    {
        var words = Settings["ExecStart"].Split(' ');
        Assert.Equal("/opt/chefactors/chefactors-node", words[0]);
        Assert.Empty(new NodeHostFlags().ToCommand().Parse(words[1..]).Errors);
        Assert.NotEmpty(new NodeHostFlags().ToCommand().Parse([.. words[1..], "--no-such-flag"]).Errors);
        Assert.Contains("--state-dir /var/lib/" + Settings["StateDirectory"], Settings["ExecStart"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Systemd_itself_finds_no_fault_in_it()
    {
        if (await RunAsync("systemd-analyze", "--version") is not { } version) return; // Not on this machine: the tests above read the same file.
        using var directory = new TemporaryDirectory();
        var file = directory["chefactors-node.service"];
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(Repository.PathOf(Unit))).Replace("/opt/chefactors/chefactors-node", "/bin/true", StringComparison.Ordinal));
        var known = int.Parse(Digits().Match(version).Value, CultureInfo.InvariantCulture) >= KnowsGrowingPauses;
        var said = (await RunAsync("systemd-analyze", "verify", file))!.Split('\n').Where(line => line.Contains("chefactors-node", StringComparison.Ordinal)).ToList();
        var expected = known ? 0 : said.Count(line => line.Contains("'RestartSteps'", StringComparison.Ordinal) || line.Contains("'RestartMaxDelaySec'", StringComparison.Ordinal));
        Assert.True(said.Count == expected && (known || expected == 2), string.Join('\n', said));
    }

    private static Dictionary<string, string> Settings { get; } = File.ReadAllLines(Repository.PathOf(Unit))
        .Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#'))
        .ToDictionary(line => line[..line.IndexOf('=', StringComparison.Ordinal)], line => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..], StringComparer.Ordinal);

    private static double Number(string key) => double.Parse(Settings[key], CultureInfo.InvariantCulture);

    private static async Task<string?> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return await output + await errors;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex("^(?:Protect|ReadOnly|ReadWrite|Inaccessible|Private(?!Tmp)|Restrict|SystemCall|Capability|Ambient|NoNewPrivileges|Memory|CPU|IO|Limit|DynamicUser|RootDirectory|UMask|LockPersonality)")]
    private static partial Regex Sandbox();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
