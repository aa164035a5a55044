namespace ChefActors.Testing.Fuzzing;

/// <summary>One side of the protocol, fed with what the other side might send. For one thread.</summary>
public interface IFuzzTarget : IAsyncDisposable
{
    /// <summary>Plays the conversation of a seed. Any exception is a finding, and its message begins with the frame's index.</summary>
    /// <param name="seed">Says everything.</param>
    /// <param name="frame">The frame to play, counted from 0, and before it only what it needs; null: all.</param>
    /// <exception cref="ArgumentOutOfRangeException">The conversation has no such frame.</exception>
    Played Play(long seed, int? frame = null);
}
