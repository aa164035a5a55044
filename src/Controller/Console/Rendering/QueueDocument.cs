namespace ChefActors.Controller.Console.Rendering;

/// <summary>One command in a node's inbox.</summary>
internal sealed record QueueDocument(string Command, DateTimeOffset Since, string? IssuedBy, bool Claimed, DateTimeOffset? AcceptBy, string? Problem);
