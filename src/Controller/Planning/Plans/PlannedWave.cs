namespace ChefActors.Controller.Planning.Plans;

/// <summary>A wave as it was written.</summary>
/// <param name="Name">Unique in its plan, <c>[A-Za-z0-9._-]{1,64}</c>.</param>
/// <param name="Nodes">How many it takes.</param>
/// <param name="Parallel">At most so many outstanding at once; a share is one of the wave.</param>
/// <param name="SoakS">Seconds to wait after its last result.</param>
/// <param name="Approve">Whether an operator must approve it.</param>
/// <param name="ApproveWithinS">Seconds in which that must be.</param>
/// <param name="At">Where it stands; null: in no file.</param>
internal sealed record PlannedWave(string Name, WaveSize Nodes, Amount Parallel, int SoakS, bool Approve, int ApproveWithinS, PlanPlace? At)
{
    /// <summary>Characters of a name.</summary>
    public const int NameAtMost = 64;

    /// <summary>The default of <see cref="Parallel"/>.</summary>
    public static readonly Amount ParallelByDefault = new(50, IsPercent: false);

    /// <summary>The default of <see cref="ApproveWithinS"/>: 8 hours.</summary>
    public const int ApproveWithinByDefault = 8 * 3600;

    /// <summary>Whether a text is a wave's name.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= NameAtMost && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
