namespace ChefActors.Controller.Planning.Plans;

/// <summary>SplitMix64: the same numbers of a seed in every version of the runtime, so that a plan means the same order for ever.</summary>
internal sealed class SeededNumbers(ulong seed)
{
    private ulong state = seed;

    /// <summary>A number from 0 to below <paramref name="below"/>, which is from 1.</summary>
    public int Below(int below) => (int)(((UInt128)Next() * (ulong)below) >> 64);

    private ulong Next()
    {
        unchecked
        {
            state += 0x9e3779b97f4a7c15UL;
            var mixed = state;
            mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebUL;
            return mixed ^ (mixed >> 31);
        }
    }
}
