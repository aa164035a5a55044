namespace ChefActors.NodeHost.Journal;

/// <summary>What a journal's bytes hold.</summary>
/// <param name="Records">The records up to a torn or damaged one.</param>
/// <param name="ValidBytes">Where the next record goes.</param>
/// <param name="Damage">Null, or why this is no journal that was merely cut.</param>
internal sealed record JournalReading(IReadOnlyList<JournalRecord> Records, int ValidBytes, string? Damage);
