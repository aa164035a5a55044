namespace ChefActors.ZooKeeper.Embedded.Watches;

/// <summary>
/// Who watches one path in one way, in the order of registration. Most paths have one watcher, which then is the value itself: a set of its own
/// for each would be most of the table.
/// </summary>
internal readonly struct Watchers<TWatcher>(TWatcher? single, HashSet<TWatcher>? several)
    where TWatcher : class
{
    public bool IsEmpty => single is null && several is not { Count: > 0 };

    public bool Contains(TWatcher watcher) => several?.Contains(watcher) ?? watcher.Equals(single);

    /// <summary>With one more, who was not there.</summary>
    public Watchers<TWatcher> With(TWatcher watcher)
    {
        if (several is not null) several.Add(watcher);
        else if (single is not null) return new(null, [single, watcher]);
        else return new(watcher, null);
        return this;
    }

    /// <summary>With one less, who was there.</summary>
    public Watchers<TWatcher> Without(TWatcher watcher)
    {
        if (several is null) return default;
        several.Remove(watcher);
        return this;
    }

    public Enumerator GetEnumerator() => new(single, several);

    /// <summary>Goes through them.</summary>
    public struct Enumerator(TWatcher? single, HashSet<TWatcher>? several)
    {
        private HashSet<TWatcher>.Enumerator _several = several?.GetEnumerator() ?? default;
        private bool _begun;

        public TWatcher Current { get; private set; } = null!;

        public bool MoveNext()
        {
            if (several is null)
            {
                if (_begun || single is null) return false;
                (_begun, Current) = (true, single);
                return true;
            }

            if (!_several.MoveNext()) return false;
            Current = _several.Current;
            return true;
        }
    }
}
