using System.Text.Json.Nodes;

namespace ChefActors.ChefStandIn.Scenarios;

/// <summary>What this run pretends. Without a file: three resources for each recipe, all updated, no time spent.</summary>
internal sealed class Scenario
{
    /// <summary>The node's stored run-list before any run has stored one.</summary>
    internal List<string> RunList { get; set; } = [];

    /// <summary>Seconds before the run begins; SIGTERM then ends it with 3.</summary>
    internal double StartupSeconds { get; set; }

    /// <summary>Seconds that the converge takes, spread evenly over its resources.</summary>
    internal double Seconds { get; set; }

    /// <summary>Resources of a recipe that has no steps of its own.</summary>
    internal int Resources { get; set; } = 3;

    /// <summary>How many of those are updated; null: all.</summary>
    internal int? Updated { get; set; }

    /// <summary>The resource (<c>type[name]</c> or its name) that fails; <c>*</c> is the last one.</summary>
    internal string? Fail { get; set; }

    internal string FailMessage { get; set; } = "the scenario says that this fails";

    internal string FailException { get; set; } = "RuntimeError";

    /// <summary>Nodes on which <see cref="Fail"/> holds; null: all.</summary>
    internal List<string>? FailOn { get; set; }

    /// <summary>Replaces the exit code of a run that got to its end.</summary>
    internal int? ExitCode { get; set; }

    /// <summary>After its output the stand-in dies of this signal.</summary>
    internal int? DieOfSignal { get; set; }

    /// <summary>Ask for an accepted licence (else it counts as accepted).</summary>
    internal bool LicenseCheck { get; set; }

    /// <summary>A captured sample to play in place of a run: its path without <c>.stdout</c>.</summary>
    internal string? Replay { get; set; }

    /// <summary>How many times faster than it was captured.</summary>
    internal double ReplaySpeed { get; set; } = 1;

    /// <summary>Write what ChefActors' report handler would note, these fields in place of the stand-in's own; null: write none.</summary>
    internal JsonObject? Report { get; set; }

    /// <summary>What to write in place of a report, as it is.</summary>
    internal string? ReportText { get; set; }

    internal List<string> MissingCookbooks { get; set; } = [];

    /// <summary>What roles expand to; null: each to the recipe of its name.</summary>
    internal Dictionary<string, List<string>>? Roles { get; set; }

    /// <summary>Steps by <c>cookbook</c> or <c>cookbook::recipe</c>.</summary>
    internal Dictionary<string, List<Step>> Recipes { get; } = [];
}
