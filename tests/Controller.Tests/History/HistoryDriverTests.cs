using System.Collections.Concurrent;
using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Auditing;
using ChefActors.Controller.History;
using ChefActors.Controller.Rollouts;
using ChefActors.Controller.Tests.Rollouts;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.Testing;
using ChefActors.ZooKeeper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChefActors.Controller.Tests.History;

/// <summary>What the whole controller does beside and after driving, over real sessions to the embedded server: history, audit, notices.</summary>
public sealed class HistoryDriverTests : DrivenTests
{
    private static readonly HistoryLimits _atOnce = HistoryLimits.Default with { CompactAfter = TimeSpan.Zero };

    [Fact]
    public async Task Whoever_drove_a_rollout_to_its_end_compacts_it_and_gives_up_the_owner()
    {
        var nodes = await World.FleetAsync(120, _ => ResultState.Succeeded);
        await using var driver = World.Driver("controller-1", _atOnce);
        await driver.StartAsync(Given.Push("R1", nodes), CancellationToken.None);
        var last = await DrivenWorld.LastAsync(driver, "R1");
        await BecomesCompacted("R1");
        await HoldSame(last);
        Assert.Empty((await World.Client.GetChildrenAsync(ZnodeLayout.Rows("R1"))).Names);
    }

    [Fact]
    public async Task What_a_controller_that_left_did_not_compact_a_daemon_does()
    {
        var nodes = await World.FleetAsync(3, _ => ResultState.Succeeded);
        var first = World.Driver("controller-1", HistoryLimits.Default);
        await first.StartAsync(Given.Push("R1", nodes), CancellationToken.None);
        var last = await DrivenWorld.LastAsync(first, "R1");
        await first.DisposeAsync();
        Assert.False((await RolloutReads.StateAsync(World.Client, "R1", CancellationToken.None))!.Value.Compacted);
        await using var daemon = World.Driver("controller-2", _atOnce);
        daemon.TakeOverAll();
        await BecomesCompacted("R1");
        await HoldSame(last);
    }

    [Fact]
    public async Task A_rollout_that_was_rolled_back_while_it_was_driven_is_compacted_too()
    {
        var runs = 0;
        var nodes = await World.FleetAsync(2, _ => Interlocked.Increment(ref runs) == 1 ? ResultState.Failed : ResultState.Succeeded);
        var plan = Given.Plan("R1", 1, 1, 1);
        plan = plan with { Rollback = new RollbackPlan(["recipe[before]"], OnHalt: true), Waves = [.. plan.Waves.Select(w => w with { Failures = new Budget("1", 1) })] };
        await using var driver = World.Driver("controller-1", _atOnce);
        await driver.StartAsync(new NewRollout(plan, [[nodes[0]], [nodes[1]]], AllowOverlap: false), CancellationToken.None);
        await Eventually.BecomesTrue(async () => await World.Client.ExistsAsync(ZnodeLayout.Rollout("R1-rollback")) is not null, "the rollback");
        await BecomesCompacted("R1");
        await BecomesCompacted("R1-rollback");
        Assert.Equal(RolloutPhase.RolledBack, (await RolloutReads.StateAsync(World.Client, "R1", CancellationToken.None))!.Value.Phase);
    }

    [Fact]
    public async Task A_daemon_removes_what_is_too_old_or_too_many()
    {
        var nodes = await World.FleetAsync(2, _ => ResultState.Succeeded);
        await using (var first = World.Driver("controller-1", _atOnce))
        {
            foreach (var id in (string[])["R1", "R2"])
            {
                await first.StartAsync(Given.Push(id, nodes), CancellationToken.None);
                await DrivenWorld.LastAsync(first, id);
                await BecomesCompacted(id);
            }
        }

        await using var daemon = World.Driver("controller-2", _atOnce with { Keep = 1 });
        daemon.TakeOverAll();
        await Eventually.BecomesTrue(async () => await World.Client.ExistsAsync(ZnodeLayout.Rollout("R1")) is null, "the removal");
        Assert.NotNull(await World.Client.ExistsAsync(ZnodeLayout.Rollout("R2")));
    }

    [Fact]
    public async Task A_daemon_records_what_happens_whoever_drives_and_catches_up_after_an_absence()
    {
        using var directory = new TemporaryDirectory();
        var nodes = await World.FleetAsync(2, _ => ResultState.Succeeded);
        await using var console = World.Driver("controller-1", HistoryLimits.Default);
        await console.StartAsync(Given.Push("R1", nodes), CancellationToken.None);
        await DrivenWorld.LastAsync(console, "R1");
        for (var life = 1; life <= 2; life++)
        {
            using var audit = AuditLog.Open(directory.FullName);
            await using var daemon = World.Driver($"daemon-{life}", HistoryLimits.Default);
            daemon.TakeOverAll(audit);
            if (life == 2) await console.StartAsync(Given.Push("R2", nodes), CancellationToken.None);
            await Eventually.BecomesTrue(() => AuditReader.Read(directory.FullName).Any(l => l.Record is { Type: AuditType.End } end && end.Rollout == "R" + life), "the end in the audit");
        }

        var lines = AuditReader.Read(directory.FullName).ToList();
        Assert.All(lines, line => Assert.Null(line.Fault));
        Assert.Equal([AuditType.Start, AuditType.End], lines.Where(l => l.Record!.Rollout == "R1").Select(l => l.Record!.Type));
        Assert.Equal(nodes.Select(n => n.Value), lines[0].Record!.Nodes);
        Assert.Equal(AuditType.Start, lines.First(l => l.Record!.Rollout == "R2").Record!.Type);
    }

    [Fact]
    public async Task The_end_is_told_to_whom_the_plan_names_also_when_the_controller_leaves_at_once()
    {
        var posted = new ConcurrentQueue<string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var listener = builder.Build();
        listener.Urls.Add("http://127.0.0.1:0");
        listener.MapPost("/", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            posted.Enqueue(await reader.ReadToEndAsync());
        });
        await listener.StartAsync();
        var address = listener.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var nodes = await World.FleetAsync(2, _ => ResultState.Succeeded);
        await using (var driver = World.Driver("controller-1", HistoryLimits.Default))
        {
            await driver.StartAsync(Given.Push("R1", nodes, with: plan => plan with { Notify = new NotifyPlan(address, ["ended"]) }), CancellationToken.None);
            await DrivenWorld.LastAsync(driver, "R1");
        }

        Assert.Contains("\"event\":\"ended\",\"rollout\":\"R1\"", Assert.Single(posted), StringComparison.Ordinal);
    }

    private async Task BecomesCompacted(string rollout)
    {
        await Eventually.BecomesTrue(async () => (await RolloutReads.StateAsync(World.Client, rollout, CancellationToken.None))!.Value.Compacted, "the compaction");
        Assert.Null(await World.Client.ExistsAsync(ZnodeLayout.Owner(rollout)));
    }

    private async Task HoldSame(RolloutSnapshot last)
    {
        var read = await World.ReadAsync(last.Plan.Id);
        Assert.Equal(last.Nodes.Select(n => (n.Node, n.Wave, n.Standing)), read!.Nodes.Select(n => (n.Node, n.Wave, n.Standing)));
        Assert.Equal(last.Tally.Ended, read.Tally.Ended);
    }
}
