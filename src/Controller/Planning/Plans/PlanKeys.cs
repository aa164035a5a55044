namespace ChefActors.Controller.Planning.Plans;

/// <summary>The keys of a plan, by the mapping that they stand in. docs/plan.schema.json says the same for editors; a test compares them.</summary>
internal static class PlanKeys
{
    /// <summary>The plan itself.</summary>
    public static readonly IReadOnlyList<string> Plan =
    [
        "name", "command", "target", "waves", "order", "halt", "on_halt", "offline", "accept_within", "run_timeout", "lock_wait", "grace", "attempts", "reboot", "pace", "rollback", "notify",
    ];

    /// <summary><c>command</c>.</summary>
    public static readonly IReadOnlyList<string> Command = ["run_list", "mode", "named_run_list", "attributes", "why_run", "on_interrupt", "restart", "query"];

    /// <summary><c>command.restart</c>.</summary>
    public static readonly IReadOnlyList<string> Restart = ["expect_version"];

    /// <summary>An item of <c>waves</c>.</summary>
    public static readonly IReadOnlyList<string> Wave = ["name", "nodes", "parallel", "soak", "approve", "approve_within"];

    /// <summary><c>halt</c>.</summary>
    public static readonly IReadOnlyList<string> Halt = ["wave", "total", "events", "anomaly"];

    /// <summary><c>halt.wave</c>.</summary>
    public static readonly IReadOnlyList<string> HaltWave = ["failures"];

    /// <summary><c>halt.total</c>.</summary>
    public static readonly IReadOnlyList<string> HaltTotal = ["failures", "consecutive", "offline"];

    /// <summary><c>halt.events</c>.</summary>
    public static readonly IReadOnlyList<string> HaltEvents = ["severity", "on"];

    /// <summary><c>halt.anomaly</c>.</summary>
    public static readonly IReadOnlyList<string> HaltAnomaly = ["resources_updated"];

    /// <summary><c>pace</c>.</summary>
    public static readonly IReadOnlyList<string> Pace = ["runs_per_minute", "chef_server"];

    /// <summary><c>rollback</c>.</summary>
    public static readonly IReadOnlyList<string> Rollback = ["run_list", "when"];

    /// <summary><c>notify</c>.</summary>
    public static readonly IReadOnlyList<string> Notify = ["url", "on"];
}
