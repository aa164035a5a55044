namespace ChefActors.Controller.Fleet;

/// <summary>What is read of every node: each kind costs one read a node.</summary>
[Flags]
internal enum FleetDetail
{
    /// <summary>The names alone.</summary>
    Names = 0,

    /// <summary>Presence, and since when.</summary>
    Presence = 1,

    /// <summary>Facts.</summary>
    Facts = 2,

    /// <summary>Activity.</summary>
    Activity = 4,

    /// <summary>The latest result.</summary>
    Last = 8,

    /// <summary>All of them.</summary>
    All = Presence | Facts | Activity | Last,
}
