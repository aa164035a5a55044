namespace ChefActors.ChefStandIn.Tests;

public sealed class ScenarioTests : IDisposable
{
    private readonly Workspace _workspace = new(server: true);

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Without_a_scenario_each_recipe_has_three_updated_resources()
    {
        var run = await RunAsync("{}", "-o", "recipe[a],b::c");
        Assert.Contains("Converging 6 resources", run.Text, StringComparison.Ordinal);
        Assert.Contains("Infra Phase complete, 6/6 resources updated in 00 seconds", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_recipes_of_the_override_converge()
    {
        const string scenario = """{"run_list":["a"],"recipes":{"a":[{"resource":"log[of a]"}],"c::two":[{"resource":"log[of c]"}]}}""";
        var run = await RunAsync(scenario, "-o", "recipe[c::two]");
        Assert.Contains("Recipe: c::two\n  * log[of c] action write\n", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("of a", run.Text, StringComparison.Ordinal);
        Assert.Contains("complete, 0/1 resources", run.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(35)]
    [InlineData(37)]
    [InlineData(43)]
    [InlineData(172)]
    [InlineData(213)]
    public async Task An_exit_code_can_be_given(int code)
    {
        var run = await RunAsync($$"""{"exit_code":{{code}}}""", "-o", "a");
        Assert.Equal(code, run.Code);
    }

    [Fact]
    public async Task Nested_and_unplanned_resources_count_in_the_total_only()
    {
        const string scenario =
            """
            {"recipes":{"shop":[
              {"resource":"app[shop]","action":"create","nested":[{"resource":"directory[/shop]"},{"resource":"log[it is there]"}]},
              {"resource":"execute[restart]","execute":"true","unplanned":true}]}}
            """;
        var run = await RunAsync(scenario, "-o", "shop");
        Assert.Contains(
            "Converging 1 resources\nRecipe: shop::default\n  * app[shop] action create\n    * directory[/shop] action create\n"
            + "      - create new directory /shop\n    * log[it is there] action write\n  \n  * execute[restart] action run\n    - execute true\n",
            run.Text,
            StringComparison.Ordinal);
        Assert.Contains("complete, 3/4 resources", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_holds_on_the_named_nodes_only()
    {
        const string scenario = """{"fail":"*","fail_message":"no disk","fail_on":["web-2"]}""";
        Assert.Equal(0, (await RunAsync(scenario, "-o", "a")).Code);
        var failed = await RunAsync(scenario, "-N", "web-2", "-o", "a");
        Assert.Equal(1, failed.Code);
        Assert.Contains("Infra Phase failed. 2 resources updated", failed.Text, StringComparison.Ordinal);
        Assert.Contains("FATAL: RuntimeError: file[/srv/stand-in/a/default-3] (a::default line 3) had an error: RuntimeError: no disk", failed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_overrides_the_scenario()
    {
        using var run = new StandInProcess(
            ["-c", _workspace.Config, "-o", "a"],
            new Dictionary<string, string?>
            {
                ["CHEF_STAND_IN_RESOURCES"] = "5",
                ["CHEF_STAND_IN_SECONDS"] = "0.5",
                ["CHEF_STAND_IN_FAIL"] = "file[/srv/stand-in/a/default-5]",
                ["CHEF_STAND_IN_EXIT"] = "99",
            });
        Assert.Equal(99, await run.EndAsync());
        Assert.Contains("Converging 5 resources", run.Text, StringComparison.Ordinal);
        Assert.Contains("Infra Phase failed. 4 resources updated", run.Text, StringComparison.Ordinal);
        Assert.True(run.Elapsed.TotalSeconds >= 0.5, $"took {run.Elapsed}");
    }

    [Fact]
    public async Task A_recipe_that_exits_ends_the_run_with_its_code()
    {
        var run = await RunAsync("""{"recipes":{"a":[{"resource":"ruby_block[leave]","exit":77},{"resource":"log[never]"}]}}""", "-o", "a");
        Assert.Equal(77, run.Code);
        Assert.Contains("Infra Phase failed. 0 resources", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("never", run.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SIGKILL", 9)]
    [InlineData("SIGTERM", 15)]
    [InlineData("SIGSEGV", 11)]
    public async Task It_really_dies_of_a_signal(string name, int number)
    {
        var run = await RunAsync($$$"""{"recipes":{"a":[{"resource":"log[x]","die_of_signal":"{{{name}}}"}]}}""", "-o", "a");
        Assert.Equal(128 + number, run.Code);
        Assert.EndsWith("* log[x] action write", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Noise_has_its_bytes_and_they_are_not_all_UTF_8()
    {
        var run = await RunAsync("""{"recipes":{"a":[{"resource":"execute[noise]","execute":"true","noise":"binary","noise_bytes":3000000}]}}""", "-o", "a");
        Assert.True(run.Text.Length > 3_000_000);
        Assert.Contains("\u00FF\u00FE\0x\u00C3(", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ticks_are_printed_while_a_resource_is_at_work()
    {
        var run = await RunAsync("""{"recipes":{"a":[{"resource":"execute[t]","execute":"true","seconds":0.5,"tick_seconds":0.1}]}}""", "-o", "a");
        Assert.Contains("    [execute] tick 1\n              tick 2\n              tick 3\n", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_really_written_where_asked_and_then_up_to_date()
    {
        var path = Path.Combine(_workspace.Root, "motd");
        var scenario = $$$"""{"recipes":{"a":[{"resource":"file[{{{path}}}]","content":"hello\n","write":true}]}}""";
        var first = await RunAsync(scenario, "-o", "a");
        Assert.Equal("hello\n", await File.ReadAllTextAsync(path));
        Assert.Contains("1/1 resources", first.Text, StringComparison.Ordinal);
        var second = await RunAsync(scenario, "-o", "a");
        Assert.Contains($"* file[{path}] action create (up to date)\n", second.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_permanent_run_list_is_stored_by_a_success_only()
    {
        Assert.Equal(1, (await RunAsync("""{"fail":"*"}""", "-r", "recipe[failed]")).Code);
        Assert.Contains("has an empty run list", (await RunAsync("{}")).Text, StringComparison.Ordinal);
        await RunAsync("{}", "-W", "-r", "recipe[tried]");
        await RunAsync("{}", "-r", "recipe[kept]");
        await RunAsync("{}", "-o", "recipe[other]");
        Assert.Contains("Resolving cookbooks for run list: [\"kept\"]", (await RunAsync("{}", "-n", "ignored")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_file_takes_everything()
    {
        var log = Path.Combine(_workspace.Root, "chef.log");
        var run = await RunAsync("{}", "-L", log, "-o", "a");
        Assert.Equal("", run.Text);
        var text = await File.ReadAllTextAsync(log);
        Assert.StartsWith("# Logfile created on ", text, StringComparison.Ordinal);
        Assert.Contains("WARN: Run List override has been provided.", text, StringComparison.Ordinal);
        Assert.Contains("Infra Phase complete, 3/3", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_logger_prints_no_count()
    {
        var run = await RunAsync("{}", "--force-logger", "-o", "a");
        Assert.Contains("INFO: Processing file[/srv/stand-in/a/default-1] action create (a::default line 1)", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("resources updated", run.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"resource":3}""", "unknown key \"resource\"")]
    [InlineData("""{"recipes":{"a":[{"outcome":"great"}]}}""", "outcome \"great\"")]
    [InlineData("""{"seconds":"long"}""", "scenario")]
    public async Task A_wrong_scenario_is_an_error_that_says_what_is_wrong(string scenario, string expected)
    {
        var run = await RunAsync(scenario, "-o", "a");
        Assert.Equal(1, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    public async Task It_says_what_it_is(string flag)
    {
        var run = await RunAsync("{}", flag);
        Assert.Contains("stand-in", run.Text, StringComparison.Ordinal);
        Assert.Contains("ChefActors", run.Text, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Text, string Error)> RunAsync(string scenario, params string[] arguments)
    {
        using var run = _workspace.StartWith(_workspace.Scenario(scenario), arguments);
        var code = await run.EndAsync();
        return (code, run.Text, System.Text.Encoding.UTF8.GetString(run.Error));
    }
}
