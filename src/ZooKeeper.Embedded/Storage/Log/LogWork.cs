namespace ChefActors.ZooKeeper.Embedded.Storage.Log;

/// <summary>What waits for the log's thread: transactions in a buffer of the shared pool, or the wish for a new file.</summary>
/// <param name="Buffer">Null: a new file is wanted.</param>
/// <param name="Length">Bytes in the buffer.</param>
/// <param name="LastZxid">Of the last transaction in it; of a new file, the transaction before its first.</param>
/// <param name="LastSessionId">For the header of a new file.</param>
/// <param name="Rotated">Done when the new file is there, and with it all transactions before are safe.</param>
internal readonly record struct LogWork(byte[]? Buffer, int Length, long LastZxid, long LastSessionId = 0, TaskCompletionSource? Rotated = null);
