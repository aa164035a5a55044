namespace ChefActors.ZooKeeper.Embedded.Storage.Records;

/// <summary>What is kept of a session.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Password">16 bytes.</param>
/// <param name="TimeoutMs">As granted when it began; a client that comes back asks anew.</param>
internal sealed record StoredSession(long Id, byte[] Password, int TimeoutMs);
