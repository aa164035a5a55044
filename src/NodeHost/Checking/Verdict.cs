namespace ChefActors.NodeHost.Checking;

/// <summary>What a check came to.</summary>
internal enum Verdict
{
    /// <summary>Nothing to do.</summary>
    Ok,

    /// <summary>It works, or could not be looked at; somebody should look.</summary>
    Warning,

    /// <summary>A node host would not work like this.</summary>
    Fails,
}
