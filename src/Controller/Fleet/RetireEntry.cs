namespace ChefActors.Controller.Fleet;

/// <summary>An entry in the inbox of a node that is to be forgotten.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="Version">The entry's version.</param>
/// <param name="RowVersion">The version of its rollout's row; null: there is none, so no rollout waits for it.</param>
/// <param name="IsAwaited">The row is empty: its rollout waits for a result.</param>
internal sealed record RetireEntry(string Id, int Version, int? RowVersion, bool IsAwaited);
