namespace ChefActors.Testing.Simulated;

/// <summary>Something that waits for a connection.</summary>
internal interface IPending
{
    /// <summary>Does it now.</summary>
    void Run();
}
