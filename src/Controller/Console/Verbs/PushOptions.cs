using System.CommandLine;
using ChefActors.Controller.Following;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>How a push is typed.</summary>
internal sealed class PushOptions
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public Argument<string[]> Items { get; } = new("ITEM")
    {
        Description = "Run-list items: recipe[cookbook::recipe@1.2.3], role[name], or a cookbook's bare name; one in each argument",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Option<string> To { get; } = new("--to")
    {
        Description = "The target: a name or glob, key=value, key in (a, b), has(key), @FILE; joined with and, or, not, ( )",
        HelpName = "TARGET",
        Required = true,
    };

    public Option<string?> Mode { get; } = new("--mode")
    {
        Description = "override (default): the stored run-list stays; replace: it is replaced for good; named: a Policyfile's named run-list; full: a plain full run",
        HelpName = "override|replace|named|full",
    };

    public Option<string?> NamedRunList { get; } = new("--named-run-list") { Description = "The list for --mode named", HelpName = "NAME" };

    public Option<bool> YesReplace { get; } = new("--yes-replace") { Description = "Confirms --mode replace" };

    public Option<string?> Attributes { get; } = new("--attributes") { Description = "A file with a JSON object of attributes", HelpName = "FILE" };

    public Option<bool> WhyRun { get; } = new("--why-run") { Description = "Chef's why-run: nothing is changed" };

    public Option<int?> Parallel { get; } = NumberOption.Of<int>("--parallel", "At most so many nodes at once [default: 50]", "N");

    public Option<string?> Limit { get; } = new("--limit") { Description = "Only so many of the targets, chosen by --seed", HelpName = "N|P%" };

    public Option<ulong> Seed { get; } = NumberOption.Of("--seed", "What --limit chooses by: the same seed, the same nodes", "N", 0UL);

    public Option<TimeSpan?> Wait { get; } = DurationOption.Of("--wait", "How long offline nodes are waited for [default: not at all]", TimeSpan.Zero, 30 * Day);

    public Option<TimeSpan?> RunTimeout { get; } = DurationOption.Of("--run-timeout", "How long a run may take [default: 30m]", Second, Day);

    public Option<TimeSpan?> LockWait { get; } = DurationOption.Of("--lock-wait", "How long chef-client waits for its own lock [default: 10m]", TimeSpan.Zero, Day);

    public Option<TimeSpan?> AcceptWithin { get; } = DurationOption.Of("--accept-within", "In which a node must begin [default: 10m]", Second, 30 * Day);

    public Option<TimeSpan?> Grace { get; } = DurationOption.Of("--grace", "How long a node may be gone before it counts as unreachable [default: 2m]", Second, Day);

    public Option<TimeSpan?> Timeout { get; } = DurationOption.Of("--timeout", "Leaves the rollout after so long, with exit code 5; it stays", TimeSpan.FromMilliseconds(1), 30 * Day);

    public Option<bool> Follow { get; } = new("--follow") { Description = $"Streams chef-client's output while it runs, of at most {FollowSession.NodesAtMost} nodes" };

    public Option<bool> Detach { get; } = new("--detach") { Description = "Leaves the rollout as soon as it has begun, with exit code 5, to a daemon or whoever goes on with it" };

    public Option<string?> MaxFailures { get; } = new("--max-failures") { Description = "Halts at so many failures, in nodes or as a share of the targets, or at none [default: 10%]", HelpName = "N|P%|none" };

    public Option<bool> AllowOverlap { get; } = new("--allow-overlap") { Description = "Although another unfinished rollout's command is outstanding on a target" };

    public Option<int?> Yes { get; } = NumberOption.Of<int>("--yes", "Confirms the number of targets, where it is above 10", "COUNT");

    public Option<string?> Name { get; } = new("--name") { Description = "The rollout's name, for people [default: what is pushed]", HelpName = "NAME" };

    /// <summary>The verb with all of them.</summary>
    public Command Declaration()
    {
        Mode.AcceptOnlyFromAmong("override", "replace", "named", "full");
        return new Command("push", "Runs chef-client on the targets now, with these run-list items, and waits for the results")
        {
            Items, To, Mode, NamedRunList, YesReplace, Attributes, WhyRun, Parallel, Limit, Seed, Wait, RunTimeout, LockWait, AcceptWithin, Grace, Timeout, Follow, Detach, MaxFailures, AllowOverlap, Yes, Name,
        };
    }
}
