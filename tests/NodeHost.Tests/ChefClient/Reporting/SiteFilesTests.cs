namespace ChefActors.NodeHost.Tests.ChefClient.Reporting;

/// <summary>Our handler takes the place of the site's client.d, so it loads that: the same files, the same order, the same errors.</summary>
[Trait("needs", "debian")]
public sealed class SiteFilesTests
{
    private const string Seen = "self[:seen] = (self[:seen] || []) + ";

    [Fact]
    public async Task The_sites_files_are_loaded_in_their_order_and_the_directory_reads_as_theirs()
    {
        using var run = new FakeChefRun();
        run.Write("etc/client.d/20-second.rb", Seen + "['second']");
        run.Write("etc/client.d/10-first.rb", Seen + "['first']");
        run.Write("etc/client.d/.hidden.rb", Seen + "['hidden']");
        run.Write("etc/client.d/notes.txt", "not ruby at all (");
        Directory.CreateDirectory(run["etc/client.d/directory.rb"]);
        var (code, printed) = await run.PlayAsync("settings");
        Assert.Equal((0, $"seen: [\"first\", \"second\"] client_d_dir: {run.Site}\nrun over\n"), (code, printed));
        Assert.True(run.Report().Succeeded);
    }

    [Fact]
    public async Task Without_a_directory_of_the_site_nothing_is_missed()
    {
        using var run = new FakeChefRun();
        Assert.Equal(0, (await run.PlayAsync("settings")).Code);
    }

    [Theory]
    [InlineData("client_d_dir 'ROOT/elsewhere'")]
    [InlineData("client_d_dir File.join('ROOT', 'elsewhere')")]
    [InlineData("  client_d_dir(\"ROOT/elsewhere\") # ours")]
    [InlineData("Chef::Config[:client_d_dir] = 'ROOT/elsewhere'")]
    public async Task A_directory_that_client_rb_names_is_found_though_the_command_line_hides_it(string line)
    {
        using var run = new FakeChefRun();
        run.Write("etc/client.rb", "node_name 'web-1'\n" + line.Replace("ROOT", run["."], StringComparison.Ordinal) + "\n");
        run.Write("elsewhere/one.rb", Seen + "['elsewhere']");
        run.Write("etc/client.d/two.rb", Seen + "['beside']");
        Assert.StartsWith("seen: [\"elsewhere\"]", (await run.PlayAsync("settings")).Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_the_node_host_names_comes_before_all()
    {
        using var run = new FakeChefRun();
        run.Environment["CHEFACTORS_CLIENT_D"] = run["named"];
        run.Write("named/one.rb", Seen + "['named']");
        run.Write("etc/client.d/two.rb", Seen + "['beside']");
        Assert.StartsWith("seen: [\"named\"]", (await run.PlayAsync("settings")).Printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("raise 'the site says no'", "Configuration error RuntimeError: the site says no")]
    [InlineData("this is not ruby(", "Configuration error SyntaxError: ")]
    public async Task An_error_in_a_file_of_the_site_ends_chef_as_it_would_without_us_and_is_called_by_that_files_name(string content, string said)
    {
        using var run = new FakeChefRun();
        run.Write("etc/client.d/bad.rb", content);
        var (code, printed) = await run.PlayAsync("success");
        Assert.Equal(43, code);
        Assert.Contains($"FATAL: {said}", printed, StringComparison.Ordinal);
        Assert.Contains($"Aborting due to error in '{run.Site}/bad.rb': ", printed, StringComparison.Ordinal);
        Assert.False(File.Exists(run.Run.Report));
    }

    [Fact]
    public async Task What_a_site_does_to_the_lists_of_handlers_leaves_ours_in_them()
    {
        using var run = new FakeChefRun();
        run.Write("etc/client.d/handlers.rb", "report_handlers []\nexception_handlers []\nevent_handlers []");
        Assert.Equal(0, (await run.PlayAsync("success")).Code);
        Assert.Equal(3, run.Report().Total);
    }

    [Fact]
    public async Task Without_a_file_to_write_the_sites_files_are_all_that_is_loaded()
    {
        using var run = new FakeChefRun();
        run.Environment["CHEFACTORS_REPORT"] = "";
        run.Write("etc/client.d/one.rb", Seen + "['one']");
        Assert.StartsWith("seen: [\"one\"]", (await run.PlayAsync("settings")).Printed, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(run.Run.Path));
    }
}
