using System.Text.RegularExpressions;
using ArchUnitNET.Loader;
using ChefActors.Controller.Auditing;
using ChefActors.Controller.History;
using ChefActors.Controller.Notifying;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Commands;
using ChefActors.NodeHost.Queries;
using ChefActors.NodeHost.Running;
using ChefActors.NodeHost.Supervising;
using ChefActors.ZooKeeper;
using ChefActors.ZooKeeper.Embedded;

namespace ChefActors.Architecture.Tests;

/// <summary>Which room knows which: read from the built assemblies.</summary>
public sealed class RoomTests
{
    private const string Process = @"^System\.Diagnostics\.Process(StartInfo)?$";

    private const string SupervisedProcess = "ChefActors.NodeHost.Supervising.SupervisedProcess";

    private static readonly ArchUnitNET.Domain.Architecture Built = new ArchLoader()
        .LoadAssemblies(typeof(RunnerMachine).Assembly, typeof(RolloutMachine).Assembly, typeof(Command).Assembly, typeof(IZooKeeperClient).Assembly, typeof(EmbeddedZooKeeper).Assembly)
        .Build();

    /// <summary>Read once, each once: a type depends on another at every call of it.</summary>
    private static readonly Use[] All = [.. Built.Types.SelectMany(type => type.Dependencies.Select(d => new Use(type.FullName, d.Target.FullName)).Distinct())];

    /// <summary>What pure rooms must not touch: actors, ZooKeeper, files, sockets, processes, clocks, randomness of the system.</summary>
    private const string Impure =
        @"^(Akka\.|System\.IO\.(File|Directory|FileStream|RandomAccess)$|System\.Net\.(Sockets|Dns)|System\.Diagnostics\.Process|System\.TimeProvider$|System\.Threading\.(Thread|Timer)$|System\.Security\.Cryptography\.RandomNumberGenerator$)";

    [Fact]
    public void What_runs_chef_client_knows_nothing_of_ZooKeeper() =>
        Never("ChefActors.NodeHost.Running", @"^ChefActors\.ZooKeeper\.");

    [Fact]
    public void What_watches_ZooKeeper_knows_nothing_of_chef_client() =>
        Never("ChefActors.NodeHost.Watching", @"^ChefActors\.NodeHost\.ChefClient\.");

    [Fact]
    public void What_starts_chef_client_knows_nothing_of_ZooKeeper() =>
        Never("ChefActors.NodeHost.ChefClient", @"^ChefActors\.ZooKeeper\.");

    [Fact]
    public void Processes_are_started_where_chef_client_is_where_the_node_host_itself_is_started_again_and_in_the_demonstration() =>
        SourceTree.None(
            Uses(Process).Where(u => !InRoom(u.From, "ChefActors.NodeHost.ChefClient") && !IsIn(u.From, SupervisedProcess) && !InRoom(u.From, "ChefActors.Controller.Demo")).Select(u => u.ToString()),
            "only NodeHost/ChefClient, NodeHost/Supervising/SupervisedProcess and Controller/Demo start processes");

    [Fact]
    public void The_supervisor_starts_this_same_program_and_no_other_and_knows_none_of_what_a_node_host_needs()
    {
        var started = SourceTree.CodeLines("src/NodeHost/Supervising/SupervisedProcess.cs").Where(line => line.Contains("new ProcessStartInfo(", StringComparison.Ordinal));
        Assert.Contains("new ProcessStartInfo(program)", Assert.Single(started), StringComparison.Ordinal);
        Assert.Contains(SourceTree.CodeLines("src/NodeHost/Supervising/SupervisedProcess.cs"), line => line.Contains("var program = Environment.ProcessPath ", StringComparison.Ordinal));
        foreach (var type in new[] { SupervisedProcess, "ChefActors.NodeHost.Supervising.Supervisor" })
        {
            Assert.Contains(Built.Types, built => built.FullName == type);
            SourceTree.None(Uses(@"^(Akka\.|Serilog|System\.CommandLine|Microsoft\.Extensions|ChefActors\.(Core|ZooKeeper)\.)").Where(u => IsIn(u.From, type)).Select(u => u.ToString()), "it does nothing but wait");
        }
    }

    [Fact]
    public void Node_host_and_controller_never_meet() =>
        SourceTree.None(
            Uses("^ChefActors.NodeHost\\.").Where(u => InRoom(u.From, "ChefActors.Controller"))
                .Concat(Uses("^ChefActors.Controller\\.").Where(u => InRoom(u.From, "ChefActors.NodeHost"))).Select(u => u.ToString()),
            "they meet at znodes only");

    [Theory]
    [InlineData("ChefActors.Core.Commands")]
    [InlineData("ChefActors.Core.Results")]
    [InlineData("ChefActors.Core.RunLists")]
    [InlineData("ChefActors.Core.Targets")]
    [InlineData("ChefActors.Core.Rollouts")]
    [InlineData("ChefActors.Core.Nodes")]
    [InlineData("ChefActors.Core.Delivery")]
    [InlineData("ChefActors.Core.Znodes")]
    [InlineData("ChefActors.Core.Queries")]
    [InlineData("ChefActors.Core.Following")]
    [InlineData("ChefActors.Controller.Planning")]
    [InlineData("ChefActors.ZooKeeper.Embedded.Tree")]
    [InlineData("ChefActors.ZooKeeper.Embedded.Watches")]
    [InlineData("ChefActors.ZooKeeper.Embedded.Storage.Records")]
    [InlineData("ChefActors.ZooKeeper.Embedded.Storage.Recovery")]
    public void A_pure_room_touches_no_actor_file_socket_process_or_clock(string room) => Never(room, Impure);

    [Theory]
    [InlineData(typeof(RunnerMachine))]
    [InlineData(typeof(RolloutMachine))]
    [InlineData(typeof(RunQueue))]
    [InlineData(typeof(QueryDesk))]
    [InlineData(typeof(QueryAdmission))]
    [InlineData(typeof(MassLoss))]
    [InlineData(typeof(Folding))]
    [InlineData(typeof(RemovalDecision))]
    [InlineData(typeof(AuditChain))]
    [InlineData(typeof(AuditDecision))]
    [InlineData(typeof(NoticeDecision))]
    [InlineData(typeof(CrashHistory))]
    [InlineData(typeof(RestartPolicy))]
    [InlineData(typeof(SupervisorDecision))]
    [InlineData(typeof(CrashWords))]
    public void A_pure_machine_touches_no_actor_file_socket_process_or_clock(System.Type machine) =>
        SourceTree.None(Uses(Impure).Where(u => u.From == machine.FullName || u.From.StartsWith(machine.FullName + "+", StringComparison.Ordinal)).Select(u => u.ToString()), $"{machine.Name} is pure");

    /// <summary>The rules above fail when they should: what is there is seen, in methods that are asynchronous too.</summary>
    [Theory]
    [InlineData("ChefActors.Controller.Demo", Process)]
    [InlineData("ChefActors.NodeHost.Delivery", @"^ChefActors\.ZooKeeper\.IZooKeeperClient$")]
    [InlineData("ChefActors.NodeHost.Watching", @"^ChefActors\.ZooKeeper\.")]
    [InlineData("ChefActors.NodeHost.Journal", Impure)]
    [InlineData("ChefActors.Controller.Rollouts", Impure)]
    public void What_a_room_does_use_is_seen(string room, string pattern) => Assert.Contains(Uses(pattern), use => InRoom(use.From, room));

    private static void Never(string room, string pattern)
    {
        Assert.Contains(Built.Types, type => InRoom(type.FullName, room));
        SourceTree.None(Uses(pattern).Where(use => InRoom(use.From, room)).Select(use => use.ToString()), $"{room} must not use {pattern}");
    }

    private static IEnumerable<Use> Uses(string pattern)
    {
        var regex = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return All.Where(use => regex.IsMatch(use.To));
    }

    /// <summary>The type itself, or one that the compiler made within it.</summary>
    private static bool IsIn(string from, string type) => from == type || from.StartsWith(type + "+", StringComparison.Ordinal);

    private static bool InRoom(string type, string room) => type.StartsWith(room + ".", StringComparison.Ordinal);

    private sealed record Use(string From, string To)
    {
        public override string ToString() => $"{From} uses {To}";
    }
}
