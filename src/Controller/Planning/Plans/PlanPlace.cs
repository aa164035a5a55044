namespace ChefActors.Controller.Planning.Plans;

/// <summary>A place in a plan's file, both counted from 1, the column in characters.</summary>
internal readonly record struct PlanPlace(int Line, int Column)
{
    /// <inheritdoc />
    public override string ToString() => $"{Line}:{Column}";
}
