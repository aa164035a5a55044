namespace ChefActors.NodeHost.Logs;

/// <summary>One run's output on this node's disk.</summary>
/// <param name="Command">The command.</param>
/// <param name="Attempt">Which start of it, from 1.</param>
/// <param name="At">When it was last written.</param>
/// <param name="Bytes">Its size when it was looked at.</param>
/// <param name="IsRunning">The run is under way, as far as files tell: no exit code is noted and the result is not in.</param>
/// <param name="ExitCode">The exit code that the wrapper noted; null: none.</param>
internal sealed record RunLog(string Command, int Attempt, DateTimeOffset At, long Bytes, bool IsRunning, int? ExitCode);
