namespace ChefActors.NodeHost.Watching;

/// <summary>One inbox entry as it was read.</summary>
/// <param name="Id">Its name: the command's id.</param>
/// <param name="Data">Its bytes.</param>
/// <param name="Version">Its data version.</param>
/// <param name="Czxid">The transaction that made it: its place in the queue.</param>
internal sealed record EntrySnapshot(string Id, byte[] Data, int Version, long Czxid);
