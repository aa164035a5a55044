using ChefActors.Core.Results;
using ChefActors.NodeHost.ChefClient.Reporting;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>What can be known from chef-client's output alone. Null is unknown, never 0.</summary>
internal sealed record OutputSummary
{
    /// <summary>Nothing is known.</summary>
    internal static OutputSummary Empty { get; } = new();

    /// <summary>Chef's version as printed.</summary>
    public string? ChefVersion { get; init; }

    /// <summary>Resources updated and in total.</summary>
    public ResourceCount? Resources { get; init; }

    /// <summary>Cookbooks and versions.</summary>
    public IReadOnlyDictionary<string, string>? Cookbooks { get; init; }

    /// <summary>The resource that failed, such as <c>execute[check-config]</c>.</summary>
    public string? FailedResource { get; init; }

    /// <summary>The exception's type and first line.</summary>
    public string? Exception { get; init; }

    /// <summary>The lock of another chef-client was not obtained in time: Chef's last word was so.</summary>
    public bool LockTimedOut => Exception is { } exception && exception.StartsWith("Chef::Exceptions::RunLockTimeout", StringComparison.Ordinal);

    /// <summary>A recipe did not compile: Chef's heading of that error was printed.</summary>
    public bool FailedToCompile { get; init; }

    /// <summary>Cookbooks that the Chef server does not have, as Chef lists them; at most ten.</summary>
    public IReadOnlyList<string> MissingCookbooks { get; init; } = [];

    /// <summary>The configuration file that Chef did not find, going on with its defaults.</summary>
    public string? MissingConfiguration { get; init; }

    /// <summary>A message of chef-client from before a run, when it has no <see cref="Exception"/>: a licence, an option.</summary>
    public string? FirstLine { get; init; }

    /// <summary>Resources that ended so far, when the report handler told and the run was cut off; null: unknown.</summary>
    public int? ResourcesDone { get; init; }

    /// <summary>The resource that was at work when the report handler wrote last and the run was cut off.</summary>
    public string? ResourceAtWork { get; init; }

    /// <summary>Processes that the kernel ended for want of memory while it ran, on the whole machine; null: unknown.</summary>
    public long? ProcessesKilledForMemory { get; init; }

    /// <summary>The end of the output, at most 64 KiB, as readable text.</summary>
    public string Tail { get; init; } = "";

    /// <summary>Bytes of the whole output.</summary>
    public long TotalBytes { get; init; }

    /// <summary>
    /// The same with what the report handler knows better. Of a run that came to its end it knows all; of one that was cut off, how far it was.
    /// </summary>
    internal OutputSummary CompletedBy(RunReport? report)
    {
        if (report is null) return this;
        var known = this with { ChefVersion = report.ChefVersion ?? ChefVersion };
        if (!report.Ended) return known with { ResourcesDone = report.ResourcesDone, ResourceAtWork = report.Resource };
        return known with
        {
            Resources = report.Updated is null ? Resources : new ResourceCount(report.Updated, report.Total ?? (report.Succeeded == true ? Resources?.Total : null)),
            Cookbooks = report.Cookbooks ?? Cookbooks,
            FailedResource = report.Succeeded == true ? null : report.FailedResource,
            Exception = report.Succeeded == true ? Exception : report.Exception ?? Exception,
        };
    }
}
