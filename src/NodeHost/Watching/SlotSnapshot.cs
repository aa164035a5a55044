using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.Watching;

/// <summary>The slot as it was read; empty data is idle.</summary>
/// <param name="Data">Its bytes.</param>
/// <param name="Identity">Which push it is.</param>
internal sealed record SlotSnapshot(byte[] Data, SlotIdentity Identity);
