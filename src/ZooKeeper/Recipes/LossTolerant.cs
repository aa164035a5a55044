namespace ChefActors.ZooKeeper.Recipes;

/// <summary>Repeats what may be repeated when the connection went with it in flight. The session's own end is passed on.</summary>
internal static class LossTolerant
{
    /// <summary>A read, or a write that does the same when it is done twice.</summary>
    internal static async Task<T> RepeatAsync<T>(Func<Task<T>> request)
    {
        while (true)
        {
            try
            {
                return await request();
            }
            catch (ConnectionLossException)
            {
                // It waits for the next server by itself, and fails when the session ends.
            }
        }
    }
}
