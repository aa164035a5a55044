namespace ChefActors.ChefStandIn.Running;

/// <summary>A command's end: exit code (128 + N after signal N) and the first MiB of each output.</summary>
internal sealed record CommandEnd(int ExitCode, string Output, string Error);
