using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Dispatching;

/// <summary>How a procedure goes on when an answer was lost or something changed in between: it looks again.</summary>
internal static class Attempts
{
    /// <summary>
    /// Attempts until one has an answer, which is never null. After a lost connection what took effect shows itself on the next look; requests wait for a
    /// server, so this does not spin. An expired session is thrown.
    /// </summary>
    /// <param name="attempt">Looks and acts; null: something changed in between.</param>
    public static async Task<T> UntilAnsweredAsync<T>(Func<Task<T>> attempt)
    {
        while (true)
        {
            try
            {
                if (await attempt() is { } answer) return answer;
            }
            catch (ConnectionLossException)
            {
                // It may have happened: the next look tells.
            }
        }
    }

    /// <summary>False: something changed in between, or it is done already; look again. Errors that no rule explains are thrown.</summary>
    public static async Task<bool> IsWrittenAsync(this IRolloutWrites writes, WriteKind kind, IReadOnlyList<ZnodeOperation> operations, CancellationToken cancellationToken)
    {
        var result = await writes.CommitAsync(kind, operations, cancellationToken);
        if (result.Succeeded) return true;
        return result.Error is ErrorCode.BadVersion or ErrorCode.NoNode or ErrorCode.NodeExists or ErrorCode.NotEmpty ? false : throw Refusals.Unexpected(result, operations[result.FailedIndex].Path);
    }
}
