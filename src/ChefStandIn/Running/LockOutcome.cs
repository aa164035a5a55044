namespace ChefActors.ChefStandIn.Running;

/// <summary>How the wait for the lock ended.</summary>
internal enum LockOutcome
{
    Obtained,
    TimedOut,
    Interrupted,
}
