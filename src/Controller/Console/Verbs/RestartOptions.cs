using System.CommandLine;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>How a restart of node hosts is typed.</summary>
internal sealed class RestartOptions
{
    /// <summary>A run that is under way takes its time, and its wait for Chef's lock.</summary>
    public static readonly TimeSpan AcceptWithinByDefault = TimeSpan.FromHours(1);

    /// <summary>A node host ends and starts within seconds; a supervisor rests up to a minute.</summary>
    public static readonly TimeSpan RunTimeoutByDefault = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public Option<string> To { get; } = new("--to")
    {
        Description = "The target: a name or glob, key=value, key in (a, b), has(key), @FILE; joined with and, or, not, ( )",
        HelpName = "TARGET",
        Required = true,
    };

    public Option<string?> ExpectVersion { get; } = new("--expect-version") { Description = "The version that they must have when they are back; another one is a failure", HelpName = "V" };

    public Option<int?> Parallel { get; } = NumberOption.Of<int>("--parallel", "At most so many nodes at once [default: 50]", "N");

    public Option<TimeSpan?> Wait { get; } = DurationOption.Of("--wait", "How long offline nodes are waited for [default: not at all]", TimeSpan.Zero, 30 * Day);

    public Option<TimeSpan?> AcceptWithin { get; } = DurationOption.Of("--accept-within", "In which a node must begin; what runs there ends first [default: 1h]", Second, 30 * Day);

    public Option<TimeSpan?> RunTimeout { get; } = DurationOption.Of("--run-timeout", "In which a node that began must be back [default: 5m]", Second, Day);

    public Option<TimeSpan?> Grace { get; } = DurationOption.Of("--grace", "How long a node may be gone before it counts as unreachable [default: 2m]", Second, Day);

    public Option<TimeSpan?> Timeout { get; } = DurationOption.Of("--timeout", "Leaves the rollout after so long, with exit code 5; it stays", TimeSpan.FromMilliseconds(1), 30 * Day);

    public Option<bool> Detach { get; } = new("--detach") { Description = "Leaves the rollout as soon as it has begun, with exit code 5, to a daemon or whoever goes on with it" };

    public Option<string?> MaxFailures { get; } = new("--max-failures") { Description = "Halts at so many failures, in nodes or as a share of the targets, or at none [default: 10%]", HelpName = "N|P%|none" };

    public Option<bool> AllowOverlap { get; } = new("--allow-overlap") { Description = "Although another unfinished rollout's command is outstanding on a target" };

    public Option<int?> Yes { get; } = NumberOption.Of<int>("--yes", "Confirms the number of targets, where it is above 10", "COUNT");

    public Option<string?> Name { get; } = new("--name") { Description = "The rollout's name, for people [default: restart]", HelpName = "NAME" };

    /// <summary>The verb with all of them.</summary>
    public Command Declaration() => new("restart", "Restarts node hosts, not machines: each lets its run finish, ends, is started again by its supervisor, and counts when it is back")
    {
        To, ExpectVersion, Parallel, Wait, AcceptWithin, RunTimeout, Grace, Timeout, Detach, MaxFailures, AllowOverlap, Yes, Name,
    };
}
