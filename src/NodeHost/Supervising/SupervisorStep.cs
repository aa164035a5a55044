namespace ChefActors.NodeHost.Supervising;

/// <summary>What the supervisor does after its node host ended. A closed set.</summary>
internal abstract record SupervisorStep
{
    private SupervisorStep()
    {
    }

    /// <summary>It ends too, with this code.</summary>
    internal sealed record Exit(int Code) : SupervisorStep;

    /// <summary>It rests, and starts the node host again.</summary>
    internal sealed record StartAgain(TimeSpan Pause, CrashHistory Ends) : SupervisorStep;
}
