using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.Simulation.Model;
using ChefActors.Testing.Simulated;
using ChefActors.ZooKeeper;

namespace ChefActors.Simulation.Checkers;

/// <summary>A restart asks a node host to end at most once; what counts was claimed, and another life of the node host, of the version that was asked for, says so.</summary>
internal static class RestartIsTrue
{
    internal static IEnumerable<string> Violations(World world)
    {
        foreach (var group in world.Restarts.GroupBy(restart => restart.Command))
        {
            if (group.Count() > 1) yield return $"{group.Key} asked the node host to end {group.Count()} times";
            if (Claims(world, group.Key).FirstOrDefault() is not { } first || first.AtMs > group.First().At.ToUnixTimeMilliseconds()) yield return $"{group.Key} asked the node host to end without a claim";
        }

        foreach (var result in world.Controller.Rollouts.Where(world.Controller.IsRestart).Select(world.Row).OfType<CommandResult>())
        {
            if (Objection(world, result) is { } objection) yield return $"the restart {result.Command} is {result.State.Word()} ({result.Reason?.Code}): {objection}";
        }
    }

    private static string? Objection(World world, CommandResult result) => result.State switch
    {
        ResultState.Succeeded when result.ExitCode != 0 => "a success is 0",
        ResultState.Succeeded or ResultState.Failed when !HasLifeAfterClaim(world, result.Command) => "no other life of the node host came after its claim",
        ResultState.Succeeded when world.Controller.ExpectedVersion(result.Command) is { } version && version != World.AgentVersion => $"version {version} was expected",
        ResultState.Failed when result.Reason?.Code is not (ReasonCode.WrongVersion or ReasonCode.NotRestarted) => "a restart fails by its version or its time",
        ResultState.Failed when result.Reason.Code == ReasonCode.WrongVersion && world.Controller.ExpectedVersion(result.Command) is null => "no version was expected",
        ResultState.Succeeded or ResultState.Failed or ResultState.Unreachable => null,
        _ when !result.State.NeverRan() => "a restart has no such end",

        // What came back from an older state is refused as replayed, or withdrawn: this copy of it never runs.
        _ when world.Restarts.Exists(restart => restart.Command == result.Command) && !world.Restored.ContainsKey(result.Command) => "the node host was asked to end for it",
        _ => null,
    };

    private static bool HasLifeAfterClaim(World world, string id) => Claims(world, id).FirstOrDefault() is { } claim && world.Lives.Exists(life => life.ToUnixTimeMilliseconds() >= claim.AtMs);

    private static IEnumerable<SimulatedWrite> Claims(World world, string id) => world.Zk.History.Where(write =>
        write is { TookEffect: true, Who: World.HostName } && write.Operations.Any(operation => operation is ZnodeOperation.SetData && operation.Path == ZnodeLayout.Entry(World.Node, id)));
}
