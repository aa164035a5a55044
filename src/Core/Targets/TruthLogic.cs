namespace ChefActors.Core.Targets;

/// <summary>Not, and, or over three values. The order False, Unknown, True makes "and" the minimum and "or" the maximum.</summary>
public static class TruthLogic
{
    /// <summary>Unknown stays unknown: a node without the fact is not taken by denying it.</summary>
    public static Truth Not(this Truth value) => Truth.True - (int)value;

    /// <summary>False decides, whatever the other is.</summary>
    public static Truth And(this Truth left, Truth right) => left < right ? left : right;

    /// <summary>True decides, whatever the other is.</summary>
    public static Truth Or(this Truth left, Truth right) => left > right ? left : right;

    /// <summary>A known answer.</summary>
    public static Truth Known(bool value) => value ? Truth.True : Truth.False;
}
