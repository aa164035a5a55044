namespace ChefActors.Controller.Console.Rendering;

/// <summary>A node that a verb left alone, and why.</summary>
internal sealed record RefusedNodeDocument(string Node, string Reason);
