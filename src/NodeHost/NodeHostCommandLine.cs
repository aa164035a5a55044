using System.CommandLine;
using System.CommandLine.Invocation;
using ChefActors.NodeHost.Checking;
using ChefActors.NodeHost.Supervising;

namespace ChefActors.NodeHost;

/// <summary>The command line of <c>chefactors-node</c> (CONTRACT, section 10): a node host, or one of two words before the same flags.</summary>
internal static class NodeHostCommandLine
{
    /// <summary>Parses and runs; the exit code.</summary>
    internal static async Task<int> RunAsync(string[] args)
    {
        var flags = new NodeHostFlags();
        var root = flags.ToCommand();
        root.SetAction((parsed, _) => StartAsync(flags, parsed, NodeHostService.RunAsync));
        foreach (var subcommand in Subcommands(flags)) root.Subcommands.Add(subcommand);
        var line = root.Parse(args);
        if (line.Action is ParseErrorAction) return Refuse([.. line.Errors.Select(e => e.Message), "See chefactors-node --help"]);

        // Signals are the generic host's matter: a second listener would outlive it and abort the process.
        return await line.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static IEnumerable<Command> Subcommands(NodeHostFlags flags)
    {
        // Only its help comes this way: Program starts it without any of this when it is the first word.
        var supervise = flags.AddTo(new Command(
            Supervisor.Word,
            """
            Runs a node host and starts it again when it ends, as systemd would: after 1 s, then ever later, up to a minute. The word comes before all flags.
            It is not started again when it ends with 2, a wrong flag or setting. SIGTERM and Ctrl-C end the node host in order, and then this.

            Example: chefactors-node supervise --zookeeper zk1:2181,zk2:2181,zk3:2181/prod --state-dir /var/lib/chefactors
            """));
        supervise.SetAction(_ => Refuse([$"the word {Supervisor.Word} comes first: chefactors-node {Supervisor.Word} --zookeeper …", "See chefactors-node supervise --help"]));
        yield return supervise;
        var check = flags.AddTo(new Command(
            "check",
            """
            Looks whether a node host with these flags would work here: chef-client, its configuration, disk, ZooKeeper, clock, cluster, access, registration.
            A line each: ok, warning or fails, what was found, what to do. Changes nothing, also beside a node host that runs. Ends with 0 if nothing fails, else 1.

            Example: chefactors-node check --zookeeper zk1:2181,zk2:2181,zk3:2181/prod --state-dir /var/lib/chefactors
            """));
        check.SetAction((parsed, _) => StartAsync(flags, parsed, NodeHostCheck.RunAsync));
        yield return check;
    }

    private static async Task<int> StartAsync(NodeHostFlags flags, ParseResult parsed, Func<NodeHostStart, Task<int>> run) =>
        NodeHostStart.Read(flags, parsed, out var errors) is { } start ? await run(start) : Refuse(errors);

    private static int Refuse(IReadOnlyList<string> lines)
    {
        foreach (var line in lines) Console.Error.WriteLine(line);
        return SupervisorDecision.Usage;
    }
}
