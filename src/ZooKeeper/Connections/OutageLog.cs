namespace ChefActors.ZooKeeper.Connections;

/// <summary>
/// Says which failed attempt is worth a line in the log: the first, then ever fewer, for an outage that lasts a night must not fill a disk.
/// One for all sessions of a connector: a session that expires meanwhile does not begin the outage anew. Attempts themselves go on as quickly as ever.
/// </summary>
internal sealed class OutageLog(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private Outage? _outage;
    private TimeSpan _silence;
    private long _lastLine;

    /// <summary>An attempt failed; null: it is not worth a line.</summary>
    public Outage? Failed()
    {
        lock (_gate)
        {
            if (_outage is null) (_outage, _silence) = (new Outage(time.GetUtcNow(), 1, First), TimeSpan.Zero);
            else _outage = _outage with { Attempts = _outage.Attempts + 1 };
            if (_outage.Attempts > 1 && time.GetElapsedTime(_lastLine) < _silence) return null;
            _lastLine = time.GetTimestamp();
            _silence = _silence == TimeSpan.Zero ? First : _silence * 2 < Longest ? _silence * 2 : Longest;
            return _outage with { NextLine = _silence };
        }
    }

    /// <summary>A server answered: the next failure is news again.</summary>
    public void Answered()
    {
        lock (_gate) _outage = null;
    }
}
