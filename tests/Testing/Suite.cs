namespace ChefActors.Testing;

/// <summary>The trait by which <c>./test</c> picks what it runs.</summary>
public static class Suite
{
    /// <summary>Its name.</summary>
    public const string Key = "suite";

    /// <summary>What takes seconds by its nature: packages, power losses, hostile frames, long histories, real time. <c>./test quick</c> leaves it out.</summary>
    public const string Long = "long";
}
