using ChefActors.ZooKeeper.Wire;

namespace ChefActors.ZooKeeper.Connections;

/// <summary>How a server answered.</summary>
internal abstract record HandshakeOutcome
{
    private HandshakeOutcome()
    {
    }

    /// <summary>The session goes on over this stream; the reader may hold bytes already.</summary>
    public sealed record Accepted(Stream Stream, FrameReader Frames) : HandshakeOutcome;

    /// <summary>The server knows no such session.</summary>
    public sealed record SessionGone : HandshakeOutcome;

    /// <summary>One side refused the other at TLS.</summary>
    public sealed record TlsRefused(TlsFailedException Reason) : HandshakeOutcome;

    /// <summary>The server refused credentials.</summary>
    public sealed record AuthRefused : HandshakeOutcome;
}
