using ChefActors.Controller.Console;
using ChefActors.Controller.Fleet;
using ChefActors.Controller.Planning;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Results;
using ChefActors.Core.Targets;
using ChefActors.Testing;
using ChefActors.ZooKeeper.Embedded;

namespace ChefActors.Controller.Tests.Console;

public sealed class ZooKeeperClustersTests
{
    private static readonly ZooKeeperClusters Clusters = new(TimeProvider.System, "alice@ops1");

    [Fact]
    public async Task Servers_that_do_not_answer_are_named_in_time_with_the_reason()
    {
        var settings = Settings("127.0.0.1:1", "chefactors.zookeeper.connect_within=1s");
        var failure = await Assert.ThrowsAsync<VerbFailure>(() => Clusters.ConnectAsync(settings, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(15)));
        Assert.Equal(ExitCode.Unreachable, failure.ExitCode);
        Assert.Contains("127.0.0.1:1", failure.Message, StringComparison.Ordinal);
        Assert.Contains("refused", failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Reading_writes_nothing_and_driving_makes_the_cluster_by_the_name_of_its_chroot()
    {
        await using var server = await EmbeddedZooKeeper.StartAsync();
        var settings = Settings(server.ConnectString + "/prod");
        await using (var looking = await Clusters.ConnectAsync(settings, CancellationToken.None))
        {
            Assert.Equal("prod", looking.Name);
            Assert.Empty((await looking.ReadFleetAsync(FleetDetail.All, null, CancellationToken.None)).Nodes);
            Assert.Empty((await looking.ListRolloutsAsync(CancellationToken.None)).Rollouts);
        }

        await using (var root = await Clusters.ConnectAsync(Settings(server.ConnectString, "chefactors.cluster.name=other"), CancellationToken.None)) Assert.Equal("other", root.Name);
        await using var cluster = await Clusters.ConnectAsync(settings, CancellationToken.None);
        var driven = await cluster.DriveAsync(CancellationToken.None);
        await using var driver = driven.Driver;
        Assert.Equal("prod", driven.ClusterName);

        var planned = PushPlan.Make(Request(), [new TargetSubject("web-1", new Dictionary<string, FactValue>(), new Dictionary<string, string>())], new PlanContext(Samples.Id, driven.ClusterId, "alice@ops1", Samples.Start));
        Assert.IsType<StartAnswer.Driving>(await driver.StartAsync(Assert.IsType<PushPlanning.Ready>(planned).Rollout, CancellationToken.None));
        RolloutSnapshot? last = null;
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await foreach (var look in driver.WatchAsync(Samples.Id, bound.Token)) last = look;

        // A node that never registered is offline; what the reader sees afterwards is the same.
        Assert.Equal(ExitCode.Offline, RolloutOutcome.Of(last!));
        await Eventually.BecomesTrue(
            async () => await cluster.ReadRolloutAsync(Samples.Id, CancellationToken.None) is { } read && read.Tally.Ended.GetValueOrDefault(ResultState.Offline) == 1 && read.IsOver,
            "the reader sees the ended rollout",
            TimeSpan.FromSeconds(10));
    }

    private static PushRequest Request() => new()
    {
        Items = ["nginx"],
        Target = TargetParser.Parse("web-1"),
        TargetText = "web-1",
        Parallel = 1,
        RunTimeout = TimeSpan.FromMinutes(1),
        LockWait = TimeSpan.FromMinutes(1),
        AcceptWithin = TimeSpan.FromMinutes(1),
        Grace = TimeSpan.FromSeconds(5),
    };

    private static ControllerSettings Settings(string connect, params string[] flags)
    {
        var settings = ControllerSettingsReader.Read(null, [.. flags, "chefactors.zookeeper.connect=" + connect], _ => null, out var errors);
        Assert.Empty(errors);
        return settings!;
    }
}
