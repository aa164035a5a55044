namespace ChefActors.Simulation.Points;

/// <summary>Who dies.</summary>
public enum Victim
{
    /// <summary>The node host's process: wrappers and chef-client live on.</summary>
    NodeHost,

    /// <summary>The wrapper and chef-client too, at once.</summary>
    WrapperToo,

    /// <summary>All of it: another boot.</summary>
    Machine,
}
