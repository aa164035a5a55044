namespace ChefActors.Testing.Fuzzing;

/// <summary>Chance from a seed (SplitMix64): cheap to make anew for every seed, the same on every machine.</summary>
/// <param name="seed">Any number; the same one gives the same choices.</param>
public sealed class Chance(long seed)
{
    private ulong _state = unchecked((ulong)seed);

    /// <summary>64 bits.</summary>
    public ulong Bits()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }

    /// <summary>From 0 to one below <paramref name="bound"/>, which is 1 and more.</summary>
    public int Below(int bound) => (int)Math.BigMul(Bits(), (ulong)bound, out _);

    /// <summary>True once in <paramref name="n"/> times.</summary>
    public bool OneIn(int n) => Below(n) == 0;

    /// <summary>One of them.</summary>
    public T Of<T>(params ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    /// <summary>Overwrites all bytes.</summary>
    public void Fill(Span<byte> bytes)
    {
        foreach (ref var one in bytes) one = (byte)Bits();
    }
}
