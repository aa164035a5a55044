namespace ChefActors.Core.Commands;

/// <summary>A request to stop a claimed command.</summary>
/// <param name="Who">Whose word it was.</param>
/// <param name="When">When.</param>
public sealed record Cancel(string Who, DateTimeOffset When);
