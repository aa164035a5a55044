using ChefActors.NodeHost.ChefClient;
using ChefActors.Testing;

namespace ChefActors.NodeHost.Tests.ChefClient;

public sealed class ChefVersionProbeTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("chefactors-version-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("Chef Infra Client: 18.11.21\n", "18.11.21")]
    [InlineData("Chef: 12.22.5\n", "12.22.5")]
    [InlineData("warning: something\nCinc Client: 17.10.0\n", "17.10.0")]
    [InlineData("18.11.21\n", null)]
    [InlineData("Chef Infra Client: 18\n", null)]
    [InlineData("Chef Infra Client: 18.11.21; rm -rf /\n", null)]
    [InlineData("", null)]
    public void A_version_is_read_from_what_it_says(string output, string? version) => Assert.Equal(version, ChefVersionProbe.VersionIn(output));

    [Fact]
    public async Task The_stand_in_says_the_version_that_it_imitates() =>
        Assert.Equal("18.11.21", await Probe(Repository.Executable("chef-client-stand-in")).AskAsync(CancellationToken.None));

    [Fact]
    public async Task It_is_asked_once_for_each_program_that_is_installed()
    {
        var client = Script("echo asked >> asked.txt; echo 'Chef Infra Client: 18.11.21'");
        var probe = Probe(client);
        for (var i = 0; i < 3; i++) Assert.Equal("18.11.21", await probe.AskAsync(CancellationToken.None));
        Script("echo asked >> asked.txt; echo 'Chef Infra Client: 19.0.1'");
        Assert.Equal("19.0.1", await probe.AskAsync(CancellationToken.None));
        Assert.Equal(2, File.ReadAllLines(Path.Combine(_directory, "asked.txt")).Length);
    }

    [Theory]
    [InlineData("exit 1")]
    [InlineData("head -c 1000000 /dev/zero >&2; exit 0")]
    public async Task One_that_does_not_say_has_none(string script) => Assert.Null(await Probe(Script(script)).AskAsync(CancellationToken.None));

    [Fact]
    public async Task Much_that_it_says_is_read_to_its_end_and_dropped() =>
        Assert.Equal("18.11.21", await Probe(Script("echo 'Chef Infra Client: 18.11.21'; head -c 1000000 /dev/zero")).AskAsync(CancellationToken.None));

    [Fact]
    public async Task One_that_hangs_is_killed_with_what_it_started()
    {
        var probe = Probe(Script("sleep 600 & echo $! > child; sleep 600"));
        using var limit = new CancellationTokenSource();
        var asked = probe.AskAsync(limit.Token);
        await Eventually.BecomesTrue(() => File.Exists(Path.Combine(_directory, "child")) && File.ReadAllText(Path.Combine(_directory, "child")).EndsWith('\n'), "the child");
        limit.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        var child = File.ReadAllText(Path.Combine(_directory, "child")).Trim();
        await Eventually.BecomesTrue(() => !File.Exists($"/proc/{child}/stat") || File.ReadAllText($"/proc/{child}/stat").Contains(") Z ", StringComparison.Ordinal), "its child is gone");
    }

    [Fact]
    public async Task Without_a_program_nothing_is_started()
    {
        Assert.Null(await Probe(Path.Combine(_directory, "nothing")).AskAsync(CancellationToken.None));
        Assert.Null(await Probe("no-such-chef-client-on-path").AskAsync(CancellationToken.None));
        Assert.Null(Probe(Path.Combine(_directory, "nothing")).InstalledAt);
    }

    [Fact]
    public async Task Secrets_of_ours_are_not_passed_on()
    {
        Environment.SetEnvironmentVariable("CHEFACTORS_TEST_SECRET", "x");
        var probe = new ChefVersionProbe(new ChefClientSettings(Script("test -z \"$CHEFACTORS_TEST_SECRET\" && echo 'Chef: 1.2.3'"), "/nowhere", "boot-1", ["CHEFACTORS_TEST_SECRET"]));
        Assert.Equal("1.2.3", await probe.AskAsync(CancellationToken.None));
    }

    private static ChefVersionProbe Probe(string client) => new(new ChefClientSettings(client, "/nowhere", "boot-1", []));

    private string Script(string text)
    {
        var path = Path.Combine(_directory, "chef-client");
        File.WriteAllText(path, $"#!/bin/sh\ncd {_directory}\n{text}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
