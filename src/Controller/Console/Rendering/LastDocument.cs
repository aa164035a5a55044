using ChefActors.Core.Results;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>A node's latest result in short.</summary>
internal sealed record LastDocument(ResultState State, string Command, DateTimeOffset? FinishedAt);
