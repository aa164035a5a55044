namespace ChefActors.ChefStandIn.Output;

/// <summary>The output's reader is gone: the run ends with 1 where it stands.</summary>
internal sealed class OutputClosedException : Exception;
