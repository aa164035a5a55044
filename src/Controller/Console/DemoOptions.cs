namespace ChefActors.Controller.Console;

/// <summary>How the demonstration goes.</summary>
/// <param name="Nodes">Node hosts to start.</param>
/// <param name="Once">Ends by itself; so it does without a terminal.</param>
/// <param name="Color">Colours may be used.</param>
internal sealed record DemoOptions(int Nodes, bool Once, bool Color);
