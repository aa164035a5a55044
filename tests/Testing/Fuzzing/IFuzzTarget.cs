namespace ChefActors.Testing.Fuzzing;

/// <summary>One side of the protocol, fed with what the other side might send. For one thread.</summary>
public interface IFuzzTarget : IAsyncDisposable
{
    /// <summary>Plays the conversation of a seed. Any exception is a finding.</summary>
    Played Play(long seed);
}
