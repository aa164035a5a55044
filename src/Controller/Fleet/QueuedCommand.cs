using ChefActors.Core.Commands;

namespace ChefActors.Controller.Fleet;

/// <summary>One entry of an inbox.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="Since">When it was put there, by ZooKeeper's clock.</param>
/// <param name="Command">What it asks; null when it cannot be read.</param>
/// <param name="Problem">Why it cannot be read.</param>
internal sealed record QueuedCommand(string Id, DateTimeOffset Since, Command? Command, string? Problem);
