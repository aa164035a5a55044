using ChefActors.ZooKeeper.Embedded.Network;
using ChefActors.ZooKeeper.Embedded.Tree;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Embedded.Requests;

/// <summary>Writes the body of a reply.</summary>
internal delegate void BodyWriter<in TBody>(TBody body, JuteWriter writer);

/// <summary>A request that is being carried out: whose it is, and how it is answered (once).</summary>
internal readonly struct Call(ServerState state, ClientConnection connection, RequestHeader header)
{
    public ServerState State => state;

    public ClientConnection Connection => connection;

    public RequestHeader Header => header;

    public TreeCaller Caller => new(connection.Session?.Id ?? 0, connection.Identities);

    public void Reply(ErrorCode error) => Reply(error, state.LastZxid);

    public void Reply(ErrorCode error, long zxid) => End(Begin(error, zxid));

    /// <summary>The body is written only when there is no error.</summary>
    public void Reply<TBody>(ErrorCode error, TBody body, BodyWriter<TBody> write)
    {
        var frame = Begin(error, state.LastZxid);
        if (error == ErrorCode.Ok) write(body, connection.Output);
        End(frame);
    }

    private int Begin(ErrorCode error, long zxid)
    {
        var frame = connection.Output.BeginFrame();
        new ReplyHeader(header.Xid, zxid, error).Write(connection.Output);
        return frame;
    }

    private void End(int frame)
    {
        connection.Output.EndFrame(frame);
        connection.MarkWritten();
        state.PacketsSent++;
    }
}
