using ChefActors.NodeHost.ChefClient.Reporting;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>A run that is over: nobody of its group lives any more.</summary>
/// <param name="Exit">The wrapper's note: an exit code, <c>never</c>, or null when there is none.</param>
/// <param name="Output">What its output told.</param>
/// <param name="At">When it was seen to be over, by the node's clock.</param>
internal sealed record RunEnd(string? Exit, OutputSummary Output, DateTimeOffset At)
{
    /// <summary>What our report handler noted; null: nothing that can be used. <see cref="Output"/> holds it already.</summary>
    internal RunReport? Report { get; init; }

    /// <summary>The wrapper was never given <c>go</c>.</summary>
    internal bool NeverStarted => Exit == "never";

    /// <summary>The exit code; null when it was not noted.</summary>
    internal int? ExitCode => int.TryParse(Exit, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var code) ? code : null;
}
