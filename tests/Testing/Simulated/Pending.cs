namespace ChefActors.Testing.Simulated;

/// <summary>A call that waits for a connection. Its continuations run where it is completed, so that a test has one thread.</summary>
internal sealed class Pending<T>(Func<T> call) : IPending
{
    private readonly TaskCompletionSource<T> _source = new();

    /// <summary>What a dead process waits for.</summary>
    internal static Task<T> Forever => new TaskCompletionSource<T>().Task;

    internal Task<T> Task => _source.Task;

    public void Run()
    {
        try
        {
            _source.TrySetResult(call());
        }
        catch (ZooKeeper.ZooKeeperException e)
        {
            _source.TrySetException(e);
        }
        catch (ProcessDiedException)
        {
            // Nobody is left to be told.
        }
    }
}
