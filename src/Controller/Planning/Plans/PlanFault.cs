namespace ChefActors.Controller.Planning.Plans;

/// <summary>Why a plan does not hold.</summary>
/// <param name="At">Where in its file; null: the plan came from no file.</param>
/// <param name="Key">Which key, such as <c>waves[0].soak</c>; empty: the file as a whole.</param>
/// <param name="Found">What stands there.</param>
/// <param name="Allowed">What may stand there.</param>
internal sealed record PlanFault(PlanPlace? At, string Key, string Found, string Allowed)
{
    /// <summary>A line for people, such as <c>plan.yaml:3:5: waves[0].soak: found '10'; allowed: …</c>.</summary>
    public string Line(string file) => $"{file}:{(At is { } at ? $"{at}: " : " ")}{(Key.Length > 0 ? Key + ": " : "")}found {Found}; allowed: {Allowed}";
}
