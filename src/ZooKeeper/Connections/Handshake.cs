using ChefActors.ZooKeeper.Sessions;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Connections;

/// <summary>
/// The first exchange of a connection: the session, then credentials. Nothing else is written before the server has answered: it may
/// close at once, and a reset would lose its answer.
/// </summary>
internal static class Handshake
{
    /// <exception cref="IOException">The server closed without an answer: not serving, full, or behind what this session has seen.</exception>
    /// <exception cref="WireFormatException">It is no ZooKeeper server.</exception>
    public static async Task<HandshakeOutcome> RunAsync(Stream stream, Session session, CancellationToken cancellationToken)
    {
        var frames = new FrameReader(session.Options.AnswerLimit);
        var accepted = false;
        try
        {
            await SendConnectAsync(stream, session, cancellationToken);
            await ReceiveAsync(stream, frames, session, cancellationToken);
            if (!Adopt(frames, session)) return new HandshakeOutcome.SessionGone();
            accepted = await AuthenticateAsync(stream, frames, session, cancellationToken);
            return accepted ? new HandshakeOutcome.Accepted(stream, frames) : new HandshakeOutcome.AuthRefused();
        }
        finally
        {
            if (!accepted) frames.Dispose();
        }
    }

    private static async Task SendConnectAsync(Stream stream, Session session, CancellationToken cancellationToken)
    {
        using var writer = new JuteWriter();
        var start = writer.BeginFrame();
        var timeoutMs = (int)session.Options.SessionTimeout.TotalMilliseconds;
        new ConnectRequest(0, session.LastZxid, timeoutMs, session.Id, session.Password, ReadOnly: false).Write(writer);
        writer.EndFrame(start);
        await stream.WriteAsync(writer.WrittenMemory, cancellationToken);
    }

    private static bool Adopt(FrameReader frames, Session session)
    {
        frames.TryRead(out var frame);
        var reader = new JuteReader(frame);
        var response = ConnectResponse.Read(ref reader);
        if (response.TimeoutMs <= 0 || response.SessionId == 0)
        {
            return session.Id != 0 ? false : throw new WireFormatException("the server made no session");
        }

        if (session.Id != 0 && response.SessionId != session.Id) throw new WireFormatException("the server answered with another session");
        session.Timers = new SessionTimers(TimeSpan.FromMilliseconds(response.TimeoutMs));
        session.Password = response.Password ?? [];
        session.Id = response.SessionId;
        return true;
    }

    /// <summary>All credentials are known to the server before the first request needs them.</summary>
    private static async Task<bool> AuthenticateAsync(Stream stream, FrameReader frames, Session session, CancellationToken cancellationToken)
    {
        var credentials = session.Credentials;
        if (credentials.Count == 0) return true;
        using var writer = new JuteWriter();
        foreach (var credential in credentials)
        {
            var start = writer.BeginFrame();
            new RequestHeader(Xid.Auth, OpCode.Auth).Write(writer);
            new AuthRequest(0, credential.Scheme, credential.Secret).Write(writer);
            writer.EndFrame(start);
        }

        await stream.WriteAsync(writer.WrittenMemory, cancellationToken);
        for (var i = 0; i < credentials.Count; i++)
        {
            await ReceiveAsync(stream, frames, session, cancellationToken);
            if (!TakeAuthReply(frames)) return false;
        }

        return true;
    }

    private static bool TakeAuthReply(FrameReader frames)
    {
        frames.TryRead(out var frame);
        var reader = new JuteReader(frame);
        var header = ReplyHeader.Read(ref reader);
        return header.Xid == Xid.Auth ? header.Error == ErrorCode.Ok : throw new WireFormatException($"expected the answer to credentials, got number {header.Xid}");
    }

    /// <summary>Receives until a whole frame is there.</summary>
    private static async Task ReceiveAsync(Stream stream, FrameReader frames, Session session, CancellationToken cancellationToken)
    {
        while (!frames.HasFrame)
        {
            var count = await stream.ReadAsync(frames.GetBuffer(), cancellationToken);
            if (count == 0) throw new EndOfStreamException("the server closed the connection during the handshake");
            frames.Advance(count);
        }

        session.LastHeard = session.TimeProvider.GetTimestamp();
    }
}
