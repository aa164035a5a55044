namespace ChefActors.ChefStandIn.Scenarios;

/// <summary>One resource of a recipe, and what becomes of it.</summary>
internal sealed class Step
{
    /// <summary>As Chef prints it: <c>file[/etc/motd]</c>.</summary>
    internal string Resource { get; set; } = "log[step]";

    /// <summary>Chef's action; null takes the usual one of the resource's type.</summary>
    internal string? Action { get; set; }

    internal Outcome Outcome { get; set; } = Outcome.Updated;

    /// <summary>The words after "skipped due to".</summary>
    internal string SkippedBy { get; set; } = "not_if";

    /// <summary>The "- ..." lines; null gives one that suits the type.</summary>
    internal List<string>? Changes { get; set; }

    /// <summary>A file's text: gives the lines of an update with its diff.</summary>
    internal string? Content { get; set; }

    /// <summary>Really compare and write <see cref="Content"/> at the path in the resource's name.</summary>
    internal bool Write { get; set; }

    /// <summary>Seconds that the resource takes, beside its command.</summary>
    internal double Seconds { get; set; }

    /// <summary>Seconds between lines that are printed meanwhile; 0 prints none.</summary>
    internal double TickSeconds { get; set; }

    /// <summary>A shell line that is really run.</summary>
    internal string? Execute { get; set; }

    /// <summary>Print the command's output while it runs.</summary>
    internal bool LiveStream { get; set; }

    /// <summary>Bytes of made-up output.</summary>
    internal long NoiseBytes { get; set; }

    /// <summary>lines, binary, progress or long_line.</summary>
    internal string Noise { get; set; } = "lines";

    /// <summary>A WARN line in the middle of the resource's own line.</summary>
    internal string? Warn { get; set; }

    /// <summary>The message of the exception with which the resource fails.</summary>
    internal string? Raise { get; set; }

    internal string Exception { get; set; } = "RuntimeError";

    /// <summary>The recipe itself exits with this code.</summary>
    internal int? Exit { get; set; }

    /// <summary>The stand-in dies of this signal.</summary>
    internal int? DieOfSignal { get; set; }

    /// <summary>request, now or pending.</summary>
    internal string? Reboot { get; set; }

    internal string RebootReason { get; set; } = "";

    internal int RebootDelayMinutes { get; set; }

    /// <summary>Line of the recipe where the resource is declared.</summary>
    internal int Line { get; set; } = 1;

    /// <summary>The declaration as it stands in the recipe, for the error text.</summary>
    internal List<string>? Source { get; set; }

    /// <summary>Nodes on which <see cref="Raise"/>, <see cref="Exit"/>, <see cref="DieOfSignal"/> and <see cref="Reboot"/> hold; null: all.</summary>
    internal List<string>? FailOn { get; set; }

    /// <summary>Nodes that have this resource at all; null: all.</summary>
    internal List<string>? OnlyOn { get; set; }

    /// <summary>Counts in the total, but not in "Converging N resources", as a notified action does.</summary>
    internal bool Unplanned { get; set; }

    /// <summary>Resources inside a custom resource.</summary>
    internal List<Step> Nested { get; } = [];

    internal string Type => Resource.Contains('[', StringComparison.Ordinal) ? Resource[..Resource.IndexOf('[')] : Resource;

    internal string Name => Resource.Contains('[', StringComparison.Ordinal) && Resource.EndsWith(']') ? Resource[(Resource.IndexOf('[') + 1)..^1] : Resource;
}
