namespace ChefActors.NodeHost.ChefClient.Stopping;

/// <summary>What a process's environment says of the run that it belongs to.</summary>
internal enum RunMark
{
    /// <summary>Nothing: it has no mark, cleared its environment, or may not be read.</summary>
    None,

    /// <summary>This run.</summary>
    This,

    /// <summary>Another run, of this node host or of another one on the machine.</summary>
    Other,
}
