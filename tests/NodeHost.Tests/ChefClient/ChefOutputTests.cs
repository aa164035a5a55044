using System.Text;
using ChefActors.Core.Results;
using ChefActors.NodeHost.ChefClient;

namespace ChefActors.NodeHost.Tests.ChefClient;

public sealed class ChefOutputTests
{
    private static readonly string _samples = Path.Combine(AppContext.BaseDirectory, "Samples");

    public static TheoryData<string> Expected() => [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "expected.tsv"))];

    [Theory]
    [MemberData(nameof(Expected))]
    public async Task A_real_output_tells_what_it_printed(string line)
    {
        var columns = line.Split('\t').Select(column => column == "-" ? null : column).ToArray();
        var found = await OutputFile.ReadAsync(Path.Combine(_samples, columns[0] + ".stdout"), CancellationToken.None);
        Assert.Equal(columns[1], found.Resources?.Updated?.ToString());
        Assert.Equal(columns[2], found.Resources?.Total?.ToString());
        Assert.Equal(columns[3] == "yes", found.LockTimedOut);
        Assert.Equal(columns[4], found.FailedResource);
        Assert.Equal(columns[5], found.ChefVersion);
        Assert.Equal(new FileInfo(Path.Combine(_samples, columns[0] + ".stdout")).Length, found.TotalBytes);
    }

    [Theory]
    [InlineData("fail-execute", "Mixlib::ShellOut::ShellCommandFailed: execute[check-config]")]
    [InlineData("server-down", "Errno::ECONNREFUSED: Connection refused")]
    [InlineData("fail-syntax", "SyntaxError: ")]
    [InlineData("locked-timeout-3", "Chef::Exceptions::RunLockTimeout: Unable to acquire lock.")]
    public async Task The_exception_is_chefs_last_word(string sample, string start)
    {
        var found = await OutputFile.ReadAsync(Path.Combine(_samples, sample + ".stdout"), CancellationToken.None);
        Assert.StartsWith(start, found.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookbooks_are_those_that_were_synchronized()
    {
        var found = await OutputFile.ReadAsync(Path.Combine(_samples, "server-full-run.stdout"), CancellationToken.None);
        Assert.Equal("0.1.0", found.Cookbooks!["cookbook_three"]);
        Assert.Single(found.Cookbooks);
    }

    [Theory]
    [InlineData("Infra Phase complete, 3/12 resources updated in 03 seconds", 3, 12)]
    [InlineData("Infra Phase failed. 1 resources updated in 01 seconds", 1, null)]
    [InlineData("[2026-01-01T00:00:00+00:00] INFO: x Infra Phase complete, 3/12 resources would have been updated", 3, 12)]
    [InlineData("Chef Infra Client finished, 3/12 resources updated in 03 seconds", 3, 12)]
    [InlineData("Chef Client finished, 3/12 resources updated in 03 seconds", 3, 12)]
    [InlineData("Chef Client failed. 2 resources updated in 03 seconds", 2, null)]
    public void The_counts_of_every_age_are_read(string line, int updated, int? total) => Assert.Equal(new ResourceCount(updated, total), Read(line).Summary().Resources);

    [Theory]
    [InlineData("Starting Chef Client, version 12.8.1", "12.8.1")]
    [InlineData("Starting Chef Client, version 14.15.6", "14.15.6")]
    [InlineData("Starting Chef Infra Client, version 15.17.4", "15.17.4")]
    [InlineData("Chef Infra Client, version 19.1.100", "19.1.100")]
    [InlineData("[2026-01-01T00:00:00+00:00] INFO: *** Chef 12.8.1 ***", "12.8.1")]
    [InlineData("[2026-01-01T00:00:00+00:00] INFO: *** Chef Infra Client 18.11.21 ***", "18.11.21")]
    [InlineData("a recipe prints: Chef Infra Client, version 1.2.3", null)]
    public void The_version_of_every_age_is_read(string line, string? version) => Assert.Equal(version, Read(line).Summary().ChefVersion);

    [Theory]
    [InlineData("/usr/lib/ruby/cli.rb:306:in `parse_options': invalid option: --config-option (OptionParser::InvalidOption)")]
    [InlineData("/opt/chef/embedded/cli.rb:306:in 'Mixlib::CLI#parse_options': invalid option: --config-option (OptionParser::InvalidOption)")]
    public void A_trace_from_before_the_run_tells_its_exception(string line) =>
        Assert.Equal("OptionParser::InvalidOption: invalid option: --config-option", Read(line).Summary().Exception);

    [Fact]
    public void A_failure_that_the_recipe_ignores_is_not_the_cause_of_another()
    {
        var summary = Read("    Error executing action `run` on resource 'execute[ignored]'", "[2026-01-01T00:00:00+00:00] FATAL: NameError: something else").Summary();
        Assert.Equal((null, "NameError: something else"), (summary.FailedResource, summary.Exception));
    }

    [Fact]
    public void Chefs_last_word_names_the_innermost_resource()
    {
        var summary = Read("[2026-01-01T00:00:00+00:00] FATAL: E: app[shop] (shop::default line 9) had an error: E: execute[migrate] (/c/app.rb line 3) had an error: E: no").Summary();
        Assert.Equal("execute[migrate]", summary.FailedResource);
    }

    [Fact]
    public void A_lock_that_a_recipe_only_speaks_of_is_none()
    {
        var spoken = "[2026-01-01T00:00:00+00:00] FATAL: Chef::Exceptions::RunLockTimeout: Unable to acquire lock.";
        Assert.True(Read(spoken).Summary().LockTimedOut);
        Assert.False(Read("RunLockTimeout").Summary().LockTimedOut);
        Assert.False(Read(spoken, "[2026-01-01T00:00:00+00:00] FATAL: RuntimeError: something else").Summary().LockTimedOut);
    }

    [Fact]
    public void A_wait_for_the_lock_is_told_while_it_is_the_last_line()
    {
        var wait = "[2026-11-23T16:17:31+00:00] WARN: Chef Infra Client 11085 is running, will wait for it to finish and then run.";
        Assert.Equal(11085, Read(wait).LockHolder);
        Assert.Equal(11085, Read(wait, "").LockHolder);
        Assert.Null(Read(wait, "Resolving cookbooks for run list: []").LockHolder);
    }

    [Fact]
    public void What_was_not_printed_is_unknown()
    {
        var summary = Read("nothing of Chef's").Summary();
        Assert.Equal((null, null, null, null, null, false), (summary.Resources, summary.ChefVersion, summary.Cookbooks, summary.FailedResource, summary.Exception, summary.LockTimedOut));
    }

    [Fact]
    public async Task Endless_lines_and_bytes_that_are_no_text_are_bounded()
    {
        var path = Path.GetTempFileName();
        try
        {
            var bytes = new byte[3_000_000];
            new Random(1).NextBytes(bytes);
            bytes.AsSpan(0, 2_000_000).Replace((byte)'\n', (byte)0xff);
            await File.WriteAllBytesAsync(path, [.. bytes, .. Encoding.UTF8.GetBytes("\nInfra Phase complete, 1/2 resources updated in 3 seconds")]);
            var found = await OutputFile.ReadAsync(path, CancellationToken.None);
            Assert.Equal(new ResourceCount(1, 2), found.Resources);
            Assert.EndsWith("in 3 seconds", found.Tail, StringComparison.Ordinal);
            Assert.InRange(found.Tail.Length, 1, 64 * 1024);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static ChefOutput Read(params string[] lines)
    {
        var output = new ChefOutput();
        foreach (var line in lines) output.Add(line);
        return output;
    }
}
