namespace ChefActors.Testing.Fuzzing;

/// <summary>What must hold does not.</summary>
/// <param name="message">What was found, and what was allowed.</param>
public sealed class FuzzException(string message) : Exception(message);
