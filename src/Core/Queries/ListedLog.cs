namespace ChefActors.Core.Queries;

/// <summary>One log that a node holds.</summary>
/// <param name="Command">The command whose run it is.</param>
/// <param name="Attempt">Which start of it, from 1.</param>
/// <param name="At">When it was last written, by the node's clock.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Running">The run is under way.</param>
/// <param name="ExitCode">The exit code that was noted; null: none, or not yet.</param>
public sealed record ListedLog(string Command, int Attempt, DateTimeOffset At, long Bytes, bool Running, int? ExitCode);
