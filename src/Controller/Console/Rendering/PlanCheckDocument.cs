using ChefActors.Controller.Planning.Plans;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>What <c>rollout plan --check --output json</c> says of a file.</summary>
/// <param name="V">Payload version.</param>
/// <param name="File">As it was given.</param>
/// <param name="Holds">Whether it is a plan.</param>
/// <param name="PlanHash">SHA-256 of its bytes, when it holds.</param>
/// <param name="Faults">In the order of their places.</param>
/// <param name="More">How many more there are.</param>
internal sealed record PlanCheckDocument(int V, string File, bool Holds, string? PlanHash, IReadOnlyList<PlanFaultDocument> Faults, int More)
{
    /// <summary>The document of a reading.</summary>
    public static PlanCheckDocument Of(PlanReading reading, string file) => reading switch
    {
        PlanReading.Faulty faulty => new PlanCheckDocument(1, file, false, null, [.. faulty.Faults.Select(f => new PlanFaultDocument(f.At?.Line, f.At?.Column, f.Key, f.Found, f.Allowed))], faulty.More),
        PlanReading.Holds holds => new PlanCheckDocument(1, file, true, holds.Plan.Hash, [], 0),
        _ => throw new ArgumentOutOfRangeException(nameof(reading), reading, "no kind of reading"),
    };
}

/// <summary>One fault.</summary>
internal sealed record PlanFaultDocument(int? Line, int? Column, string Key, string Found, string Allowed);
