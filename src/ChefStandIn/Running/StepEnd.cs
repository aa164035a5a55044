namespace ChefActors.ChefStandIn.Running;

/// <summary>How a resource ended.</summary>
internal abstract record StepEnd
{
    private StepEnd()
    {
    }

    /// <summary>As planned, updated or not.</summary>
    internal sealed record Done(bool Updated) : StepEnd;

    /// <summary>It failed; the run fails with it.</summary>
    internal sealed record Failed(RunFailure Failure) : StepEnd;

    /// <summary>The run was cut off in the middle of it: by SIGINT, by the recipe's own exit, by an exception that Chef does not blame on the resource.</summary>
    internal sealed record CutOff(RunFailure Failure) : StepEnd;

    /// <summary>A reboot at once: "complete" and "failed" are both printed, and nothing is counted.</summary>
    internal sealed record RebootNow(RunFailure Failure) : StepEnd;
}
