using System.Globalization;
using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Results;

namespace ChefActors.Controller.Demo;

/// <summary>What the demonstration says, in lines for a screen of 80 columns.</summary>
internal static class DemoStory
{
    /// <summary>What is set on the slot.</summary>
    public const string SlotJson = """{"run_list":["recipe[cookbook_c]"]}""";

    public const string SlotHeading = "(a) One node, through its slot";

    public const string AdoptionHeading = "(c) kill -9 in the middle of a run";

    private const int Width = 80;
    private const int ResultIndent = 4;

    public static IReadOnlyList<string> Opening(int nodes, string connect) =>
    [
        $"ChefActors demo: {Hosts(nodes)} and a coordination server on this machine.",
        "",
        "Real: node hosts as processes of their own, ZooKeeper's protocol between them",
        "and this console, every push and every result.",
        "Not real: chef-client here is ChefActors' stand-in, it converges nothing; and",
        $"the server at {connect} is the embedded one, in memory, in this process.",
    ];

    public static IReadOnlyList<string> Slot(DemoNode node) =>
    [
        "As in the original: any ZooKeeper client sets a Chef JSON on the node's znode.",
        "",
        $"  set /node/{node.Name} '{SlotJson}'",
    ];

    public static IReadOnlyList<string> SlotResult(DemoNode node, byte[] result, TimeSpan sinceStart) =>
    [
        $"  get /node/{node.Name}/result     ({Seconds(sinceStart)} after the start of this demo)",
        .. ResultExcerpt.Lines(result, Width - ResultIndent).Select(l => new string(' ', ResultIndent) + SafeText.Line(l)),
    ];

    public static IReadOnlyList<string> SlotIdle(DemoNode node) => [$"  get /node/{node.Name}            empty again: ready for the next"];

    public static string FleetHeading(int nodes) => nodes == 1 ? "(b) The one node there is, as a rollout" : $"(b) All {nodes} nodes at once, as a rollout";

    public static IReadOnlyList<string> Fleet(IReadOnlyList<DemoNode> nodes) =>
    [
        $"What 'push {DemoScenario.FleetItem} --to *' does. {nodes[^1].Name} fails on purpose.",
        "",
    ];

    public static IReadOnlyList<string> Starting(int nodes) => [$"{Hosts(nodes)} more {(nodes == 1 ? "is" : "are")} starting meanwhile."];

    public static IReadOnlyList<string> Serving(int nodes, TimeSpan took) => [$"{Hosts(nodes)} {(nodes == 1 ? "serves" : "serve")}, {Seconds(took)} after the start."];

    public static IReadOnlyList<string> FleetEnd(IReadOnlyList<DemoNode> nodes) =>
        [$"As told: {nodes.Count - 1} succeeded, {nodes[^1].Name} failed and names its resource."];

    public static IReadOnlyList<string> Adoption(DemoNode node, int seconds) =>
    [
        $"A push of {DemoScenario.LongItem} to {node.Name}, where it takes {seconds} s.",
        "",
    ];

    public static IReadOnlyList<string> Running(int host, int chef) => [$"  node host {host} has started chef-client {chef}"];

    public static IReadOnlyList<string> Killed(int host, int chef) => [$"  kill -9 {host}: the node host is gone; chef-client {chef} is alive"];

    public static IReadOnlyList<string> Back(int host, int chef, TimeSpan took) =>
    [
        $"  node host again, pid {host}, serving after {Seconds(took)}: it reads its journal and",
        $"  adopts chef-client {chef}, the same process still",
    ];

    public static IReadOnlyList<string> AdoptionEnd(CommandResult result, int starts, int results) =>
    [
        $"As told: {result.State.Word()}{(ResultText.Took(result) is { } took ? " in " + TimeText.Duration(took) : "")}; "
        + $"chef-client started {Times(starts)}, {Number(results)} result{(results == 1 ? "" : "s")}.",
    ];

    public const string CanaryHeading = "(d) Waves: a canary that fails, and what comes of it";

    public static IReadOnlyList<string> CanaryPlan() =>
    [
        "A plan, as 'rollout start proxy.yaml' takes it; its canary fails on purpose.",
        "",
        .. DemoScenario.CanaryPlan.ReplaceLineEndings("\n").Split('\n').Select(line => "  " + line),
        "",
    ];

    public static IReadOnlyList<string> Why(RolloutSnapshot halted) =>
    [
        "",
        $"  why {halted.Plan.Id}",
        .. WhyRollout.Lines(halted).Where(line => !line.StartsWith("written by", StringComparison.Ordinal)).SelectMany(line => Wrapped("    " + line)),
        "",
    ];

    public static IReadOnlyList<string> Mended(string rollout) =>
    [
        "The cookbook is mended (here: the stand-ins' scenario), and then:",
        "",
        $"  rollout retry {rollout}",
        "",
    ];

    public static IReadOnlyList<string> CanaryEnd(int nodes) => [$"As told: the canary kept {nodes - 1} nodes from it; after the mend all {nodes} succeeded."];

    /// <summary>In lines of a screen's width, broken at spaces.</summary>
    private static IEnumerable<string> Wrapped(string line)
    {
        while (line.Length > Width)
        {
            var space = line.LastIndexOf(' ', Width - 1);
            var at = space > ResultIndent + 2 ? space : Width - 1;
            yield return line[..at];
            line = "      " + line[at..].TrimStart();
        }

        yield return line;
    }

    /// <summary>What to try next. The lines with commands hold nothing else, so that they can be copied.</summary>
    /// <param name="typed">How this program is typed.</param>
    /// <param name="connect">The connect string.</param>
    /// <param name="failed">A node to look at.</param>
    /// <param name="stays">The fleet goes on until Ctrl-C.</param>
    /// <param name="took">Since the start.</param>
    public static IReadOnlyList<string> Closing(string typed, string connect, DemoNode failed, bool stays, TimeSpan took) =>
    [
        "",
        new string('─', Width),
        stays
            ? $"All went as told, in {Seconds(took)}. The fleet goes on until Ctrl-C. To try next,"
            : $"All went as told, in {Seconds(took)}. This fleet ends now. Without --once, in a",
        stays ? $"in another terminal, with the connect string {connect}:" : $"terminal, it stays; by its connect string, here {connect}, try then:",
        "",
        $"{typed} --zookeeper {connect} nodes",
        $"{typed} --zookeeper {connect} push 'recipe[motd]' --to role=web",
        $"{typed} --zookeeper {connect} node {failed.Name}",
        new string('─', Width),
    ];

    private static string Hosts(int nodes) => TimeText.Count(nodes, "node host");

    private static string Times(int count) => count == 1 ? "once" : Number(count) + " times";

    private static string Number(int count) => count == 1 ? "one" : count.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
