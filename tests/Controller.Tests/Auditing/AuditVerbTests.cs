using ChefActors.Controller.Auditing;
using ChefActors.Controller.Console;
using ChefActors.Controller.Tests.Console;
using ChefActors.Controller.Tests.Rollouts;
using ChefActors.Core.Rollouts;
using ChefActors.Testing;

namespace ChefActors.Controller.Tests.Auditing;

public sealed class AuditVerbTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly VerbRig _rig = new();

    public void Dispose()
    {
        _rig.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task It_lists_what_happened_to_a_node_and_says_that_the_chain_is_whole()
    {
        Write();
        Assert.Equal(ExitCode.Success, await _rig.RunAsync("audit", "--directory", _directory.FullName, "--node", "web-1.example.com", "--verify"));
        Assert.Equal(
            """
            2026-01-02 03:04:05Z R1 started by alice@ops1: a push, on 1 node (*)
            2026-01-02 03:04:05Z R1 pause by bob@ops1
            2026-01-02 03:04:05Z R1 paused

            """,
            _rig.Shown, ignoreLineEndingDifferences: true);
        Assert.Contains("3 records; the chain is whole. It has come to number 3, ", _rig.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_where_the_chain_is_broken()
    {
        Write();
        var file = AuditFiles.List(_directory.FullName).Single();
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("bob", "eve", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Failed, await _rig.RunAsync("audit", "--directory", _directory.FullName, "--verify"));
        Assert.Contains("audit-000000000001.jsonl, line 3: it does not follow the line before", _rig.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--node", "WEB 1", "--node:")]
    [InlineData("--since", "yesterday", "--since: found 'yesterday'")]
    public async Task What_does_not_hold_is_said(string option, string value, string message)
    {
        Assert.Equal(ExitCode.Usage, await _rig.RunAsync("audit", "--directory", _directory.FullName, option, value));
        Assert.Contains(message, _rig.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_directory_there_is_nothing_to_read()
    {
        Assert.Equal(ExitCode.Usage, await _rig.RunAsync("audit"));
        Assert.Contains("chefactors.audit.directory is empty", _rig.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, await _rig.RunAsync("audit", "--directory", _directory["nowhere"]));
    }

    private void Write()
    {
        var now = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var look = new AuditLook(
            Given.Plan("R1", 1, 1), new RolloutState { Phase = RolloutPhase.Paused, Chunks = 1, StartedAt = now }, now,
            new ControlDocument { Words = [new ControlWord("pause", "bob@ops1", now, null)] }, ["web-1.example.com"]);
        using var log = AuditLog.Open(_directory.FullName);
        log.Append(AuditDecision.Of(AuditStanding.Nothing, look, now));
    }
}
