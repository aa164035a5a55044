using System.CommandLine;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>The main job on one machine, nothing else needed. What it does is <see cref="IDemo"/>'s.</summary>
internal sealed class DemoVerb : IVerb
{
    /// <summary>Node hosts that one machine may be asked for.</summary>
    public const int NodesAtMost = 200;

    private readonly Option<int> nodes = NumberOption.Of("--nodes", "Node hosts to start", "N", 12);
    private readonly Option<bool> once = new("--once") { Description = "Ends by itself, with 0 if all went as told; so it does without a terminal" };

    /// <inheritdoc />
    public Command Declaration => new("demo", "The main job on one machine, nothing else needed") { nodes, once };

    /// <inheritdoc />
    public string[] Examples => ["chefactors demo", "chefactors demo --nodes 3 --once"];

    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var count = context.Parse.GetValue(nodes);
        if (count is < 1 or > NodesAtMost) throw new VerbFailure(ExitCode.Usage, $"--nodes: found {count}, allowed are 1 to {NodesAtMost}");
        var demo = context.World.Demo ?? throw new VerbFailure(ExitCode.Refused, "this build has no demonstration");
        var world = context.World;
        return await demo.RunAsync(new DemoOptions(count, context.Parse.GetValue(once) || !world.OutputIsTerminal, context.UsesColor), world, cancellationToken);
    }
}
