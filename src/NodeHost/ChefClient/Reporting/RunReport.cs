namespace ChefActors.NodeHost.ChefClient.Reporting;

/// <summary>
/// What our report handler noted from inside a run (<c>report.json</c> in the run's directory; <c>report_handler.rb</c> says when each field
/// is written). Null is unknown. While the run is under way only the first fields are there.
/// </summary>
internal sealed record RunReport
{
    /// <summary>Layout version.</summary>
    public int V { get; init; } = 1;

    /// <summary>The command's id, as the run was given it.</summary>
    public string? Command { get; init; }

    /// <summary>Resources that ended so far, nested ones and notified actions included: Chef's own way of counting.</summary>
    public int? ResourcesDone { get; init; }

    /// <summary>The resource at work, such as <c>execute[migrate]</c>.</summary>
    public string? Resource { get; init; }

    /// <summary>The run came to its end, and <see cref="Succeeded"/> says which: Chef's handlers ran. Synced before chef-client ended.</summary>
    public bool Ended { get; init; }

    /// <summary>The run converged without an exception; null before its end.</summary>
    public bool? Succeeded { get; init; }

    /// <summary>Chef was asked to restart the machine when the run is over. Synced before Chef does.</summary>
    public bool RebootRequested { get; init; }

    /// <summary>Nothing was changed: <c>--why-run</c>.</summary>
    public bool WhyRun { get; init; }

    /// <summary>Resources updated.</summary>
    public int? Updated { get; init; }

    /// <summary>Resources in total, as Chef prints it; null when the run failed, as Chef then prints none.</summary>
    public int? Total { get; init; }

    /// <summary>The resource that made the run fail, the innermost one.</summary>
    public string? FailedResource { get; init; }

    /// <summary>Type and first line of the exception that ended the run.</summary>
    public string? Exception { get; init; }

    /// <summary>Cookbooks and versions that were converged.</summary>
    public IReadOnlyDictionary<string, string>? Cookbooks { get; init; }

    /// <summary>Version of Chef Infra Client.</summary>
    public string? ChefVersion { get; init; }

    /// <summary>Chef's own name of the node.</summary>
    public string? ChefNodeName { get; init; }

    /// <summary>URL of the Chef server, without credentials.</summary>
    public string? ChefServer { get; init; }

    /// <summary><c>run_list</c> or <c>policyfile</c>.</summary>
    public string? ChefMode { get; init; }

    /// <summary>The node's environment.</summary>
    public string? ChefEnvironment { get; init; }

    /// <summary>The node's policy.</summary>
    public string? PolicyName { get; init; }

    /// <summary>The node's policy group.</summary>
    public string? PolicyGroup { get; init; }

    /// <summary>Roles of the node's own run-list; null when this run had another one and the node's are not known.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>Recipes of the node's own run-list; null as with <see cref="Roles"/>.</summary>
    public IReadOnlyList<string>? Recipes { get; init; }

    /// <summary>The node's tags in Chef.</summary>
    public IReadOnlyList<string>? ChefTags { get; init; }
}
