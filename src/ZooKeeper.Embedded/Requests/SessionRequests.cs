using ChefActors.ZooKeeper.Embedded.Network;
using ChefActors.ZooKeeper.Embedded.Tree;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Embedded.Requests;

/// <summary>The beginning and end of a session, and who it is.</summary>
internal static class SessionRequests
{
    private static readonly byte[] _noPassword = new byte[16];

    /// <summary>The first frame of a connection.</summary>
    public static void Connect(ServerState state, ClientConnection connection, ref JuteReader reader)
    {
        var request = ConnectRequest.Read(ref reader);

        // A client that has seen more than we have belongs to another server, or to one whose memory is gone: it is not answered.
        if (request.LastZxidSeen > state.LastZxid)
        {
            connection.Abort($"the client has seen zxid 0x{request.LastZxidSeen:x}, this server is at 0x{state.LastZxid:x}");
            return;
        }

        var now = state.Clock.SteadyMs;
        var session = request.SessionId == 0
            ? state.Sessions.Create(request.TimeoutMs, now)
            : state.Sessions.Reopen(request.SessionId, request.Password, request.TimeoutMs, now);
        if (session is null)
        {
            Answer(state, connection, new ConnectResponse(0, 0, 0, _noPassword, request.ReadOnly is null ? null : false));
            state.Close(connection);
            return;
        }

        if (request.SessionId == 0) state.BeginSession(session);
        if (state.ConnectionOfSession.Remove(session.Id, out var older)) older.Abort("its session moved to another connection");
        state.ConnectionOfSession[session.Id] = connection;
        connection.Session = session;
        Answer(state, connection, new ConnectResponse(0, session.TimeoutMs, session.Id, session.Password, request.ReadOnly is null ? null : false));
    }

    /// <summary>A reply without zxid. What is not accepted ends the connection.</summary>
    public static void Auth(in Call call, ref JuteReader reader)
    {
        var request = AuthRequest.Read(ref reader);
        if (request.Scheme == "ip")
        {
            call.Reply(ErrorCode.Ok, zxid: 0);
        }
        else if (request.Scheme == DigestAuth.Scheme && DigestAuth.TryGetId(request.Credentials, out var id) && call.Connection.TryAddIdentity(new Identity(DigestAuth.Scheme, id)))
        {
            call.Reply(ErrorCode.Ok, zxid: 0);
        }
        else
        {
            call.Reply(ErrorCode.AuthFailed, zxid: 0);
            call.State.Close(call.Connection);
        }
    }

    public static void Close(in Call call)
    {
        var id = call.Caller.SessionId;
        call.State.EndSession(id);
        call.State.ConnectionOfSession.Remove(id);
        call.Reply(ErrorCode.Ok);
        call.State.Close(call.Connection);
    }

    /// <summary>Scheme and user, without the hashes of passwords.</summary>
    public static void WhoAmI(in Call call)
    {
        ClientIdentity[] identities = [.. call.Caller.Identities.Select(identity => new ClientIdentity(identity.Scheme, UserOf(identity)))];
        call.Reply(ErrorCode.Ok, new WhoAmIResponse(identities), static (r, w) => r.Write(w));
    }

    private static string UserOf(Identity identity) => identity.Scheme == DigestAuth.Scheme ? identity.Id[..identity.Id.IndexOf(':')] : identity.Id;

    private static void Answer(ServerState state, ClientConnection connection, ConnectResponse response)
    {
        var frame = connection.Output.BeginFrame();
        response.Write(connection.Output);
        connection.Output.EndFrame(frame);
        connection.MarkWritten();
        state.PacketsSent++;
    }
}
