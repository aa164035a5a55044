using System.Text.Json;
using ChefActors.Testing;

namespace ChefActors.ChefStandIn.Tests;

public sealed class SampleTests
{
    public static TheoryData<string, string, string[]> Runs => new()
    {
        { "server-full-run", "-N again.example.com", [] },
        { "server-override", "", ["-o", "recipe[cookbook_c]"] },
        { "server-fail-execute", "", ["-o", "recipe[cookbook_mid]"] },
        { "server-missing-cookbook", "", ["-o", "recipe[cookbook_nowhere]"] },
        { "server-missing-role", "", ["-o", "role[nowhere]"] },
        { "why-run", "-N local.example.com", ["-W", "-o", "recipe[cookbook_b]"] },
        { "format-min", "-N fresh.example.com", ["-F", "min", "-o", "recipe[cookbook_a],recipe[cookbook_b],recipe[cookbook_c]"] },
        { "fail-raise", "-N raise.example.com", ["--override-runlist=recipe[cookbook_raise]"] },
        { "reboot-requested", "-N local.example.com", ["-o", "recipe[cookbook_reboot]"] },
        { "reboot-now", "-N local.example.com", ["-o", "recipe[cookbook_reboot_now]"] },
        { "reboot-pending-37", "-N local.example.com", ["-o", "recipe[cookbook_reboot_raise]"] },
        { "license-not-accepted", "-N license.example.com", ["-o", "recipe[cookbook_c]"] },
        { "license-invalid-value", "-N license.example.com", ["--chef-license", "nonsense", "-o", "recipe[cookbook_c]"] },
        { "unicode-and-ansi", "-N local.example.com", ["-o", "recipe[cookbook_unicode]"] },
        { "fail-unknown-flag", "", ["--no-such-flag"] },
        { "fail-stray-argument", "", ["-o", "recipe[cookbook_c]", "stray", "words"] },
        { "version", "", ["--version"] },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_run_prints_what_chef_client_printed_and_ends_with_its_code(string sample, string node, string[] arguments)
    {
        using var workspace = new Workspace(sample.StartsWith("server", StringComparison.Ordinal));
        using var run = workspace.Start([.. node.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. arguments]);
        await AssertEndsAsync(sample, run, workspace);
    }

    [Fact]
    public async Task A_first_run_with_json_prints_its_sample_and_stores_the_run_list()
    {
        using var workspace = new Workspace(server: true);
        var json = workspace.Place("run.json", """{"run_list":["recipe[cookbook_three]"]}""");
        var scenario = workspace.Scenario(File.ReadAllText(Workspace.SamplesScenario).Replace(
            "\"run_list\": [\n    \"recipe[cookbook_three]\"\n  ],", "\"run_list\": [],", StringComparison.Ordinal));

        using (var first = workspace.StartWith(new(scenario), "-j", json))
            await AssertEndsAsync("server-first-run-json", first, workspace);
        using var second = workspace.StartWith(scenario, "-N", "again.example.com");
        await AssertEndsAsync("server-full-run", second, workspace);
    }

    [Theory]
    [InlineData("fail-bad-json", "run.json", """{"run_list":["recipe[cookbook_a]" """)]
    [InlineData("fail-json-array", "run.json", """["recipe[cookbook_a]"]""")]
    [InlineData("fail-missing-json", "nowhere.json", null)]
    public async Task A_wrong_json_file_fails_as_in_its_sample(string sample, string name, string? content)
    {
        using var workspace = new Workspace(server: false);
        var path = content is null ? Path.Combine(workspace.Node, name) : workspace.Place(name, content.TrimEnd());
        using var run = workspace.Start("-j", path);
        await AssertEndsAsync(sample, run, workspace);
    }

    [Theory]
    [InlineData("fail-config-raise", "\n\n\n\n\n\n\n\n\n\n\n\nraise \"config says no\"\n")]
    [InlineData("fail-config-syntax", "\n\n\n\n\n\n\n\n\n\n\n\n\nthis is not ruby(\n")]
    [InlineData("fail-config-missing", null)]
    public async Task A_wrong_configuration_file_ends_as_in_its_sample(string sample, string? content)
    {
        using var workspace = new Workspace(server: false);
        var path = content is null ? Path.Combine(workspace.Node, "nowhere.rb") : workspace.Place("bad.rb", content);
        using var run = new StandInProcess(
            ["-c", path, "-N", "localhost", "--config-option", $"file_cache_path={workspace.Root}/var/chef/cache", "-o", "recipe[cookbook_c]"]);
        await AssertEndsAsync(sample, run, workspace);
    }

    [Fact]
    [Trait(Suite.Key, Suite.Long)]
    public async Task A_resource_begins_its_line_when_it_starts_and_ends_it_when_it_has_ended()
    {
        using var workspace = new Workspace(server: false);
        using var run = workspace.Start("-N", "local.example.com", "-o", "recipe[cookbook_slow]");
        await AssertEndsAsync("slow-steps", run, workspace);

        foreach (var text in await File.ReadAllLinesAsync(SampleText.PathOf("slow-steps", "timing.jsonl")))
        {
            using var line = JsonDocument.Parse(text);
            if (!line.RootElement.TryGetProperty("begun_ms", out var begun))
                continue;
            var expected = line.RootElement.GetProperty("ms").GetDouble() - begun.GetDouble();
            var resource = line.RootElement.GetProperty("line").GetString()!;


            // The shape, not the time: a busy machine shows short steps in one piece.
            if (expected < 1000) continue;
            Assert.True(run.ArrivalOf(resource + "\n") > run.ArrivalOf(resource), $"{resource}: its line came as a whole, in the sample {expected} ms apart");
        }
    }

    internal static async Task AssertEndsAsync(string sample, StandInProcess run, Workspace workspace)
    {
        var code = await run.EndAsync();
        using var meta = JsonDocument.Parse(await File.ReadAllBytesAsync(SampleText.PathOf(sample, "meta.json")));
        AssertLines(SampleText.Sample(sample, "stdout"), SampleText.Of(run.Output, workspace.Root));
        AssertLines(SampleText.Sample(sample, "stderr"), SampleText.Of(run.Error, workspace.Root));
        Assert.Equal(meta.RootElement.GetProperty("exit_code").GetInt32(), code);
    }

    private static void AssertLines(string expected, string found) => Assert.Equal(expected.Split('\n'), found.Split('\n'));
}
