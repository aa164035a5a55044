namespace ChefActors.Controller.Rollouts;

/// <summary>Where the current wave is between its first dispatch and the next wave.</summary>
internal enum WaveStage
{
    /// <summary>Nodes are pending, outstanding, or reboot.</summary>
    Running,

    /// <summary>All results are in, and the soak is not over.</summary>
    Soaking,

    /// <summary>The soak is over, and an operator must approve the wave.</summary>
    Approval,

    /// <summary>A gate has no data.</summary>
    Gate,

    /// <summary>Nothing more is waited for.</summary>
    Over,
}
