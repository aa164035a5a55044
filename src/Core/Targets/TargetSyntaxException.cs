namespace ChefActors.Core.Targets;

/// <summary>A text is no target.</summary>
public sealed class TargetSyntaxException(TargetSyntaxError error, Exception? inner = null) : Exception(error.ToString(), inner)
{
    /// <summary>Where and why.</summary>
    public TargetSyntaxError Error { get; } = error;
}
