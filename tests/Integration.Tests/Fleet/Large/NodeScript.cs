using ChefActors.Core.Results;

namespace ChefActors.Integration.Tests.Fleet.Large;

/// <summary>What a node of the large fleet is made to do, and so how it must end.</summary>
/// <param name="Number">From 1, which is its place in the rollout.</param>
internal sealed record NodeScript(int Number)
{
    public string Name => $"node-{Number:000}.example.com";

    /// <summary>A process of its own with the stand-in for chef-client; else one of the many that share a process.</summary>
    public bool IsProcess => Number % 10 == 1;

    /// <summary>How long its run takes.</summary>
    public double Seconds { get; init; } = 0.8;

    /// <summary>Its run's exit code.</summary>
    public int ExitCode { get; init; }

    /// <summary>Where it kills itself, once; null: nowhere.</summary>
    public string? CrashAt { get; init; }

    /// <summary>The end that it must come to.</summary>
    public ResultState Ends { get; init; } = ResultState.Succeeded;

    /// <summary>The reason's code that goes with it; null: any.</summary>
    public string? Reason { get; init; }
}
