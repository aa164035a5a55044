namespace ChefActors.NodeHost.ChefClient.Reporting;

/// <summary>
/// What the runs of this node told of it in Chef: <c>chef-facts.json</c> in the state directory (CONTRACT, section 9). Null is unknown; a run
/// that does not tell a thing leaves what an earlier one told.
/// </summary>
internal sealed record ChefFacts
{
    /// <summary>Layout version.</summary>
    public int V { get; init; } = 1;

    /// <summary>Version of Chef Infra Client in the last run.</summary>
    public string? ChefVersion { get; init; }

    /// <summary>Chef's own name of the node.</summary>
    public string? ChefNodeName { get; init; }

    /// <summary>URL of the Chef server, without credentials.</summary>
    public string? ChefServer { get; init; }

    /// <summary><c>run_list</c> or <c>policyfile</c>.</summary>
    public string? ChefMode { get; init; }

    /// <summary>The node's environment.</summary>
    public string? ChefEnvironment { get; init; }

    /// <summary>The node's policy; only with <see cref="ChefMode"/> <c>policyfile</c>.</summary>
    public string? PolicyName { get; init; }

    /// <summary>The node's policy group; as <see cref="PolicyName"/>.</summary>
    public string? PolicyGroup { get; init; }

    /// <summary>Roles of the node's own run-list.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>Recipes of the node's own run-list.</summary>
    public IReadOnlyList<string>? Recipes { get; init; }

    /// <summary>The node's tags in Chef.</summary>
    public IReadOnlyList<string>? ChefTags { get; init; }

    /// <summary>What is known after one more run. Pure.</summary>
    /// <param name="report">What the handler noted; null: there was none.</param>
    /// <param name="printedVersion">Chef's version as the output has it; null: unknown.</param>
    internal ChefFacts After(RunReport? report, string? printedVersion)
    {
        var known = this with { V = 1, ChefVersion = report?.ChefVersion ?? printedVersion ?? ChefVersion };
        if (report is null) return known;
        var mode = report.ChefMode ?? ChefMode;
        var isPolicyfile = mode == "policyfile";
        return known with
        {
            ChefNodeName = report.ChefNodeName ?? ChefNodeName,
            ChefServer = report.ChefServer ?? ChefServer,
            ChefMode = mode,
            ChefEnvironment = report.ChefEnvironment ?? ChefEnvironment,
            PolicyName = isPolicyfile ? report.PolicyName ?? PolicyName : null,
            PolicyGroup = isPolicyfile ? report.PolicyGroup ?? PolicyGroup : null,
            Roles = report.Roles ?? Roles,
            Recipes = report.Recipes ?? Recipes,
            ChefTags = report.ChefTags ?? ChefTags,
        };
    }
}
