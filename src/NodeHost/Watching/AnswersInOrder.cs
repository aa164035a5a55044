namespace ChefActors.NodeHost.Watching;

/// <summary>
/// Answers in the order of their questions, whichever comes first. ZooKeeper answers a session's requests in order; what goes on with the answers on this side
/// runs on many threads, and the queue of commands must not depend on which is quicker.
/// </summary>
internal sealed class AnswersInOrder<T>
    where T : class
{
    private readonly Dictionary<long, T?> _early = [];
    private long _asked;
    private long _told;

    /// <summary>A question is asked: its number.</summary>
    internal long Ask() => ++_asked;

    /// <summary>Its answer; null: it failed. What may be told now, in order: nothing while an earlier one is still out.</summary>
    internal IReadOnlyList<T> Answer(long number, T? answer)
    {
        _early[number] = answer;
        var ready = new List<T>();
        while (_early.Remove(_told + 1, out var next))
        {
            _told++;
            if (next is not null) ready.Add(next);
        }

        return ready;
    }
}
