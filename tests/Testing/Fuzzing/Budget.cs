namespace ChefActors.Testing.Fuzzing;

/// <summary>What a message may cost: so much for each byte that it brought or was answered with, and something for exceptions and new buffers.</summary>
internal static class Budget
{
    private const int PerByte = 64;
    private const int Fixed = 128 << 10;

    /// <exception cref="FuzzException">More was allocated.</exception>
    public static void Check(long allocated, long brought, string what)
    {
        var allowed = Fixed + (PerByte * brought);
        if (allocated > allowed) throw new FuzzException($"{what} of {brought} bytes made {allocated} bytes be allocated, allowed are {allowed}");
    }
}
