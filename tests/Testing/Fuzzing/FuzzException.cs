namespace ChefActors.Testing.Fuzzing;

/// <summary>What must hold does not.</summary>
/// <param name="message">What was found, and what was allowed.</param>
/// <param name="inner">What was thrown, if it was not this.</param>
public sealed class FuzzException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The same with the index of the frame that brought it about: with the seed it plays it again.</summary>
    public static FuzzException At(int frame, Exception problem) => new($"frame {frame}: {problem.Message}", problem);
}
