using System.Diagnostics;
using System.Text.RegularExpressions;
using ChefActors.NodeHost.ChefClient.Reporting;
using ChefActors.Testing;

namespace ChefActors.NodeHost.Tests.ChefClient.Reporting;

/// <summary>The handler runs inside somebody's production run: it must tell the truth, and must never be the reason why that run fails.</summary>
[Trait("needs", "debian")]
public sealed class ReportHandlerTests
{
    private const string RunOver = "run over\n";

    [Fact]
    public async Task Ruby_finds_nothing_to_complain_of_in_it()
    {
        var start = new ProcessStartInfo("ruby", ["-wc", Repository.PathOf("src/NodeHost/ChefClient/report_handler.rb")]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var ruby = Process.Start(start)!;
        var said = await ruby.StandardOutput.ReadToEndAsync() + await ruby.StandardError.ReadToEndAsync();
        await ruby.WaitForExitAsync();
        Assert.Equal((0, "Syntax OK\n"), (ruby.ExitCode, said));
    }

    /// <summary>Chef 12 brings Ruby 2.1; there is none to try it with, so what came later is looked for.</summary>
    [Theory]
    [InlineData(@"&\.", "2.3")]
    [InlineData(@"<<~", "2.3")]
    [InlineData(@"\.(match\?|delete_prefix|delete_suffix|sum|then|filter_map|dig|scrub|to_h \{|yield_self|transform_)", "2.1 to 2.7")]
    [InlineData(@"def \S+(\([^)]*\))? = ", "3.0")]
    [InlineData(@"\b_1\b|\bit\b \}", "2.7")]
    [InlineData(@"[^\x00-\x7f]", "the encoding of whoever starts Chef")]
    public async Task It_is_written_in_the_oldest_ruby_that_a_chef_with_client_d_brings(string pattern, string since)
    {
        var code = (await File.ReadAllLinesAsync(Repository.PathOf("src/NodeHost/ChefClient/report_handler.rb"))).Where(line => !line.TrimStart().StartsWith('#'));
        Assert.All(code, line => Assert.False(Regex.IsMatch(line, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)), $"{line} needs {since}"));
    }

    [Fact]
    public void Chef_finds_it_and_nothing_else_in_the_directory_that_it_is_told_of() =>
        Assert.Equal(["report_handler.rb"], Directory.GetFileSystemEntries(ReportHandler.InstalledDirectory).Select(Path.GetFileName));

    [Fact]
    public async Task A_success_tells_counts_cookbooks_and_the_node()
    {
        using var run = new FakeChefRun();
        Assert.Equal((0, RunOver), await run.PlayAsync("success"));
        var report = run.Report();
        Assert.Equal((true, true, false), (report.Ended, report.Succeeded, report.RebootRequested));
        Assert.Equal((1, 3, 3), (report.Updated, report.Total, report.ResourcesDone));
        Assert.Equal((null, null), (report.FailedResource, report.Exception));
        Assert.Equal(new() { ["cookbook_c"] = "1.4.0", ["base"] = "0.2.0" }, (Dictionary<string, string>)report.Cookbooks!);
        Assert.Equal(("18.11.21", "web-1.example.com", "prod", "run_list"), (report.ChefVersion, report.ChefNodeName, report.ChefEnvironment, report.ChefMode));
        Assert.Equal("https://chef.example.com/organizations/acme", report.ChefServer);
        Assert.Equal(["web"], report.Roles!);
        Assert.Equal(["cookbook_c", "cookbook_c::extra"], report.Recipes!);
        Assert.Equal(["blue"], report.ChefTags!);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(run.Run.Report));
        Assert.Equal(["report.json"], Directory.GetFileSystemEntries(run.Run.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_failure_names_the_innermost_resource_and_no_total()
    {
        using var run = new FakeChefRun();
        Assert.Equal((0, RunOver), await run.PlayAsync("failure"));
        var report = run.Report();
        Assert.Equal((true, false, 2, null), (report.Ended, report.Succeeded, report.Updated, report.Total));
        Assert.Equal("execute[migrate]", report.FailedResource);
        Assert.StartsWith("RuntimeError: app[shop] (shop::default line 9) had an error: ", report.Exception, StringComparison.Ordinal);
        Assert.DoesNotContain("backtrace", report.Exception, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("compile_failure", "NameError: undefined local variable or method `nowhere'")]
    [InlineData("ignored_failure", "NameError: something else")]
    public async Task A_failure_that_no_resource_caused_names_none(string scenario, string exception)
    {
        using var run = new FakeChefRun();
        Assert.Equal((0, RunOver), await run.PlayAsync(scenario));
        Assert.Equal((null, exception), (run.Report().FailedResource, run.Report().Exception));
    }

    [Fact]
    public async Task A_run_that_is_cut_off_leaves_how_far_it_was()
    {
        using var run = new FakeChefRun();
        await run.PlayAsync("in_the_middle");
        var report = run.Report();
        Assert.Equal((false, null, 1, "execute[migrate]"), (report.Ended, report.Succeeded, report.ResourcesDone, report.Resource));
    }

    [Fact]
    public async Task A_reboot_is_noted_before_chef_goes_for_it_and_the_exception_that_brings_it_is_no_failure()
    {
        using var run = new FakeChefRun();
        Assert.Equal((0, "now: true\n" + RunOver), await run.PlayAsync("reboot"));
        Assert.Equal((true, true, true), (run.Report().Ended, run.Report().Succeeded, run.Report().RebootRequested));
    }

    [Fact]
    public async Task With_an_override_run_list_roles_and_recipes_are_those_that_the_node_keeps()
    {
        using var run = new FakeChefRun();
        await run.PlayAsync("override");
        Assert.Equal(["web"], run.Report().Roles!);
        Assert.Equal(["cookbook_c", "cookbook_c::extra"], run.Report().Recipes!);
    }

    [Fact]
    public async Task A_policyfile_node_says_so()
    {
        using var run = new FakeChefRun();
        await run.PlayAsync("policyfile");
        Assert.Equal(("policyfile", "web", "prod"), (run.Report().ChefMode, run.Report().PolicyName, run.Report().PolicyGroup));
    }

    [Theory]
    [InlineData("horrors", true)]
    [InlineData("full_disk", false)]
    [InlineData("no_place", false)]
    [InlineData("vanished", false)]
    [InlineData("foreign_bytes", true)]
    [InlineData("endless_lists", true)]
    public async Task Nothing_that_goes_wrong_in_it_reaches_the_run(string scenario, bool leavesReport)
    {
        using var run = new FakeChefRun();
        Assert.Equal((0, RunOver), await run.PlayAsync(scenario));
        Assert.Equal(leavesReport, File.Exists(run.Run.Report));
        if (leavesReport) Assert.True(run.Report().Ended);
    }

    [Theory]
    [InlineData("C.UTF-8")]
    [InlineData("C")]
    [InlineData("POSIX")]
    public async Task Bytes_that_are_no_text_are_replaced_whatever_the_locale(string locale)
    {
        using var run = new FakeChefRun { RubyOptions = ["--enable-frozen-string-literal"] };
        run.Environment["LANG"] = run.Environment["LC_ALL"] = locale;
        Assert.Equal((0, RunOver), await run.PlayAsync("foreign_bytes"));
        Assert.StartsWith("RuntimeError: bad ", run.Report().Exception, StringComparison.Ordinal);
        Assert.DoesNotContain("second line", run.Report().Exception, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_that_arrives_in_it_is_chefs()
    {
        using var run = new FakeChefRun();
        Assert.Equal(2, (await run.PlayAsync("interrupted")).Code);
    }

    [Fact]
    public async Task A_Chef_12_at_its_barest_tells_what_it_can()
    {
        using var run = new FakeChefRun { Environment = { ["FAKE_CHEF"] = "old" } };
        Assert.Equal((0, RunOver), await run.PlayAsync("failure"));
        Assert.Equal(("execute[migrate]", "12.8.1", 2), (run.Report().FailedResource, run.Report().ChefVersion, run.Report().Updated));
    }

    [Fact]
    public async Task A_Chef_without_JSON_runs_without_a_report()
    {
        using var run = new FakeChefRun { Environment = { ["FAKE_CHEF"] = "no-json" }, RubyOptions = ["-e", "$LOADED_FEATURES << 'json.rb'; load ARGV.shift"] };
        Assert.Equal((0, RunOver), await run.PlayAsync("success"));
        Assert.False(File.Exists(run.Run.Report));
    }

    [Fact]
    public async Task Many_resources_cost_few_writes()
    {
        using var run = new FakeChefRun();
        Assert.Equal((0, "writes within bounds: true\n" + RunOver), await run.PlayAsync("many"));
        Assert.Equal(20_000, run.Report().Total);
    }
}
