using System.Text.Json.Nodes;
using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.ChefClient.Reporting;
using ChefActors.NodeHost.ChefClient.Stopping;
using ChefActors.NodeHost.Journal;
using ChefActors.NodeHost.Running;
using ChefActors.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.NodeHost.Tests.ChefClient;

/// <summary>One run by the node host's own means, wrapper and all, with the stand-in as its chef-client under a scenario.</summary>
internal sealed class StandInRun : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string _id = "R" + Guid.NewGuid().ToString("N");
    private readonly WrappedChefClient _client;

    /// <param name="scenario">Keys of the stand-in's scenario.</param>
    /// <param name="withHandler">Bring the report handler, as a node host does.</param>
    internal StandInRun(JsonObject scenario, bool withHandler = false)
    {
        Directory.CreateDirectory(_directory["chef"]);
        Directory.CreateDirectory(_directory["state"]);
        File.WriteAllText(_directory["chef/client.rb"], $"node_name \"web-1.example.com\"\nfile_cache_path \"{_directory["chef/cache"]}\"\n");
        File.WriteAllText(_directory["chef/stand-in.json"], scenario.ToJsonString());
        _client = new WrappedChefClient(
            new ChefClientSettings(Repository.Executable("chef-client-stand-in"), _directory["state"], "boot-1", []),
            new KeptLogs(_directory["state"], 50, 1_000_000),
            new RunReportFile(NullLogger<RunReportFile>.Instance),
            new RunForce(null, StopMeansKind.Marker, TimeProvider.System, NullLogger<RunForce>.Instance),
            TimeProvider.System,
            NullLogger<WrappedChefClient>.Instance);
        var command = new RolloutCommand { RunList = ["recipe[cookbook_c]"] }.For(_id, "web-1.example.com", 1, "c1", "tests@example", DateTimeOffset.UnixEpoch);
        Order = new RunOrder(
            _id, 1, RunDirectory.Of(_directory["state"], _id, 1), ChefArguments.Of(command, "", _directory["chef/client.rb"], null, withHandler ? ReportHandler.InstalledDirectory : null), null);
    }

    internal RunOrder Order { get; }

    /// <summary>Starts it: the wrapper held, then released.</summary>
    internal async Task<JournalRecord.Start> StartAsync()
    {
        var wrapper = await _client.SpawnAsync(Order, CancellationToken.None);
        await _client.ReleaseAsync(wrapper);
        return Journal.Records.Start(_id) with { Pid = wrapper.Pid, PidStart = wrapper.StartTime, BootId = "boot-1", Directory = Order.Directory.Path };
    }

    internal Task<RunEnd> EndAsync(JournalRecord.Start run) => _client.WaitAsync(run, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));

    internal Task<RunProgress> ProgressAsync(JournalRecord.Start run) => _client.ProgressAsync(run, CancellationToken.None);

    internal Task KillAsync(JournalRecord.Start run) => _client.SignalAsync(run, ChefSignal.Kill);

    /// <summary>Runs it to its end; the result as it would be sent.</summary>
    internal async Task<CommandResult> ResultAsync()
    {
        var run = await StartAsync();
        return Result(run, await EndAsync(run));
    }

    internal static CommandResult Result(JournalRecord.Start run, RunEnd end)
    {
        var code = end.ExitCode ?? throw new InvalidOperationException($"no exit code was noted: '{end.Exit}'");
        var (state, reason) = RunOutcome.Of(code, null, end.Output);
        return RunOutcome.Result(run, state, reason, code, end.Output, end.At, "1");
    }

    public void Dispose()
    {
        var marker = new RunMarker(_id, Order.Directory.Path);
        foreach (var process in ProcessEntry.ReadAll().Values.Where(process => marker.Read(process.Pid) == RunMark.This)) ProcessSignal.Send(process.Identity, ChefSignal.Kill);
        _directory.Dispose();
    }
}
