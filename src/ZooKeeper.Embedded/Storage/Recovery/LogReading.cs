namespace ChefActors.ZooKeeper.Embedded.Storage.Recovery;

/// <summary>What the bytes of a log were found to be.</summary>
/// <param name="ValidBytes">Where the next record goes: the end of the last whole one.</param>
/// <param name="LastRecordAt">Where the last whole record begins; null: there is none.</param>
/// <param name="Torn">What is wrong with what stands at <paramref name="ValidBytes"/> when that is a record that was being written; null: nothing stands there.</param>
/// <param name="Damage">What is wrong at <paramref name="ValidBytes"/> when no interrupted write can have left it; null: nothing.</param>
internal readonly record struct LogReading(int ValidBytes, int? LastRecordAt, string? Torn, string? Damage);
