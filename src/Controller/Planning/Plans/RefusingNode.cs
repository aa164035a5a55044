namespace ChefActors.Controller.Planning.Plans;

/// <summary>A target of which it is known already that it will refuse the command.</summary>
/// <param name="Node">The node.</param>
/// <param name="Code">The reason's code that its result would have.</param>
/// <param name="Text">For people.</param>
internal sealed record RefusingNode(string Node, string Code, string Text);
