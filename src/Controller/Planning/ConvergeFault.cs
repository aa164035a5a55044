namespace ChefActors.Controller.Planning;

/// <summary>Why a converge does not hold.</summary>
/// <param name="Part">What of it.</param>
/// <param name="Item">Which item of the run-list, from 0; null: the part as a whole.</param>
/// <param name="Found">What was found.</param>
/// <param name="Allowed">What is allowed.</param>
internal sealed record ConvergeFault(ConvergePart Part, int? Item, string Found, string Allowed);
