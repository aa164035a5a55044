using System.Security.Cryptography;
using ChefActors.ZooKeeper.Embedded.Storage.Records;

namespace ChefActors.ZooKeeper.Embedded.Sessions;

/// <summary>
/// Who is alive. Ids and passwords follow from the arguments alone: the id from a server number, the start time and a counter, the
/// password from the id and a secret. Milliseconds are those of the caller's steady clock.
/// </summary>
internal sealed class SessionTable(long firstId, byte[] secret, int tickMs, int minTimeoutMs, int maxTimeoutMs)
{
    private readonly Dictionary<long, Session> _sessions = [];
    private readonly ExpiryBuckets _buckets = new(tickMs);
    private long _nextId = firstId;

    public int Count => _sessions.Count;

    /// <summary>The largest id that was given out, or one below the first.</summary>
    public long LastId => _nextId - 1;

    public IReadOnlyCollection<Session> All => _sessions.Values;

    /// <summary>The first id of a server, as Apache's server makes it: its number in the top byte, then its start time.</summary>
    public static long FirstId(byte server, long unixMs) => ((long)server << 56) | (long)((ulong)(unixMs << 24) >> 8);

    /// <summary>The time-out that is granted to who asks for this one.</summary>
    public int Negotiate(int askedMs) => Math.Clamp(askedMs, minTimeoutMs, maxTimeoutMs);

    public Session Create(int askedMs, long nowMs)
    {
        var id = _nextId++;
        return Add(new Session(id, PasswordOf(id), Negotiate(askedMs), nowMs));
    }

    /// <summary>A session from before the server started: it has its whole time-out before it.</summary>
    public void Restore(StoredSession stored, long nowMs) => Add(new Session(stored.Id, stored.Password, stored.TimeoutMs, nowMs));

    /// <summary>The session that a client comes back to; null when there is none of that id, or the password is wrong.</summary>
    public Session? Reopen(long id, ReadOnlySpan<byte> password, int askedMs, long nowMs)
    {
        if (!_sessions.TryGetValue(id, out var session) || !CryptographicOperations.FixedTimeEquals(session.Password, password)) return null;
        session.TimeoutMs = Negotiate(askedMs);
        session.Heard(nowMs);

        // It may be granted less time than before, so it moves at once.
        _buckets.Put(session, nowMs + session.TimeoutMs);
        return session;
    }

    /// <summary>False when it has ended before.</summary>
    public bool Remove(long id) => _sessions.Remove(id);

    public bool IsAlive(long id) => _sessions.ContainsKey(id);

    /// <summary>Takes out the sessions that were not heard of for their time-out.</summary>
    public List<Session> TakeExpired(long nowMs)
    {
        var expired = new List<Session>();
        foreach (var session in _buckets.TakeDue(nowMs))
        {
            if (!_sessions.ContainsKey(session.Id)) continue;
            var deadline = session.HeardMs + session.TimeoutMs;
            if (deadline > nowMs)
            {
                _buckets.Put(session, deadline);
            }
            else
            {
                _sessions.Remove(session.Id);
                expired.Add(session);
            }
        }

        return expired;
    }

    /// <summary>Gives everybody their whole time again, as a server does that was away.</summary>
    public void TouchAll(long nowMs)
    {
        foreach (var session in _sessions.Values) session.Heard(nowMs);
    }

    private Session Add(Session session)
    {
        _sessions.Add(session.Id, session);
        _buckets.Put(session, session.HeardMs + session.TimeoutMs);
        return session;
    }

    private byte[] PasswordOf(long id)
    {
        Span<byte> bytes = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, id);
        return HMACSHA256.HashData(secret, bytes)[..16];
    }
}
