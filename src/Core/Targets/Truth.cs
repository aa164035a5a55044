namespace ChefActors.Core.Targets;

/// <summary>Kleene's three values. Unknown is what a comparison gives on a key that a node lacks; only true is targeted.</summary>
public enum Truth
{
    /// <summary>The node is no target.</summary>
    False = 0,

    /// <summary>A fact is missing that would decide; never targeted, listed apart.</summary>
    Unknown = 1,

    /// <summary>The node is a target.</summary>
    True = 2,
}
