using ChefActors.ZooKeeper.Embedded.Network;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Embedded.Requests;

/// <summary>Finds the handler of a frame, and answers frames that have none.</summary>
/// <param name="state">What handlers work on.</param>
/// <param name="faults">Asked before requests; null: nothing goes wrong.</param>
/// <param name="expire">Ends a session as if its time-out had passed.</param>
/// <param name="later">Runs something on the loop after a time by the server's clock.</param>
internal sealed class RequestHandlers(ServerState state, IRequestFaults? faults, Action<long> expire, Action<TimeSpan, Action> later)
{
    /// <summary>Carries out one frame of a connection. What cannot even be a request breaks the connection.</summary>
    public void Handle(ClientConnection connection, ReadOnlySpan<byte> frame)
    {
        state.PacketsReceived++;
        var reader = new JuteReader(frame);
        try
        {
            if (connection.Session is null)
            {
                SessionRequests.Connect(state, connection, ref reader);
                return;
            }

            var header = RequestHeader.Read(ref reader);
            if (faults is null || header.Type == OpCode.Ping) Handle(connection, header, ref reader);
            else HandleWithFaults(connection, header, ref reader, frame);
        }
        catch (WireFormatException problem)
        {
            connection.Abort(problem.Message);
        }
    }

    private void HandleWithFaults(ClientConnection connection, RequestHeader header, ref JuteReader reader, ReadOnlySpan<byte> frame)
    {
        var info = new RequestInfo(connection.Session!.Id, OpCode.NameOf(header.Type), FirstPath(header.Type, reader));
        var written = connection.Output.Length;
        switch (faults!.Choose(info))
        {
            case null:
                Handle(connection, header, ref reader);
                break;
            case RequestFault.DropBefore:
                connection.Abort($"a fault before {info.Operation}");
                break;
            case RequestFault.DropAfter:
                Handle(connection, header, ref reader);
                connection.Output.Truncate(written);
                connection.Abort($"a fault after {info.Operation}");
                break;
            case RequestFault.CutReply cut:
                Handle(connection, header, ref reader);
                connection.Output.Truncate(written + Math.Max(0, cut.Bytes));
                state.Close(connection);
                break;
            case RequestFault.Delay delay:
                Delay(connection, frame.ToArray(), delay.By);
                break;
            case RequestFault.ExpireSession:
                expire(info.SessionId);
                break;
            case RequestFault.Freeze:
                connection.Freeze();
                break;
        }
    }

    /// <summary>Carries the frame out later, and nothing of its connection before.</summary>
    private void Delay(ClientConnection connection, byte[] frame, TimeSpan by)
    {
        connection.Pause();
        later(by, () =>
        {
            if (connection.IsOver) return;
            var reader = new JuteReader(frame);
            Handle(connection, RequestHeader.Read(ref reader), ref reader);
            connection.Continue();
        });
    }

    private void Handle(ClientConnection connection, RequestHeader header, ref JuteReader reader)
    {
        var call = new Call(state, connection, header);
        try
        {
            if (Dispatch(call, ref reader)) return;

            // As the real server does: an answer, then the end, so that nobody probes for features on a session in use.
            call.Reply(ErrorCode.Unimplemented);
            state.Close(connection);
        }
        catch (WireFormatException)
        {
            if (OpCode.IsWrite(header.Type)) state.NextZxid();
            call.Reply(ErrorCode.MarshallingError);
        }
    }

    private static bool Dispatch(in Call call, ref JuteReader reader)
    {
        switch (call.Header.Type)
        {
            case OpCode.Create or OpCode.Create2 or OpCode.CreateContainer or OpCode.CreateTtl: WriteRequests.Create(call, ref reader); return true;
            case OpCode.Delete: WriteRequests.Delete(call, ref reader); return true;
            case OpCode.SetData: WriteRequests.SetData(call, ref reader); return true;
            case OpCode.SetAcl: WriteRequests.SetAcl(call, ref reader); return true;
            case OpCode.Check: WriteRequests.Check(call, ref reader); return true;
            case OpCode.Multi: WriteRequests.Multi(call, ref reader); return true;
            case OpCode.Exists: ReadRequests.Exists(call, ref reader); return true;
            case OpCode.GetData: ReadRequests.GetData(call, ref reader); return true;
            case OpCode.GetChildren or OpCode.GetChildren2: ReadRequests.GetChildren(call, ref reader); return true;
            case OpCode.GetAcl: ReadRequests.GetAcl(call, ref reader); return true;
            case OpCode.Sync: ReadRequests.Sync(call, ref reader); return true;
            case OpCode.MultiRead: ReadRequests.MultiRead(call, ref reader); return true;
            case OpCode.GetEphemerals: ReadRequests.GetEphemerals(call, ref reader); return true;
            case OpCode.GetAllChildrenNumber: ReadRequests.GetAllChildrenNumber(call, ref reader); return true;
            case OpCode.SetWatches or OpCode.SetWatches2: WatchRequests.SetWatches(call, ref reader); return true;
            case OpCode.AddWatch: WatchRequests.AddWatch(call, ref reader); return true;
            case OpCode.RemoveWatches or OpCode.CheckWatches: WatchRequests.RemoveWatches(call, ref reader); return true;
            case OpCode.Reconfig: WriteRequests.Reconfig(call); return true;
            case OpCode.Ping: call.Reply(ErrorCode.Ok); return true;
            case OpCode.Auth: SessionRequests.Auth(call, ref reader); return true;
            case OpCode.WhoAmI: SessionRequests.WhoAmI(call); return true;
            case OpCode.CloseSession: SessionRequests.Close(call); return true;
            default: return false;
        }
    }

    /// <summary>All requests about a znode begin with its path; <paramref name="reader"/> is a copy, so nothing is used up.</summary>
    private static string? FirstPath(int type, JuteReader reader)
    {
        if (type is OpCode.Auth or OpCode.SetWatches or OpCode.SetWatches2 or OpCode.WhoAmI or OpCode.CloseSession) return null;
        if (type is OpCode.Multi or OpCode.MultiRead && MultiHeader.Read(ref reader).Done) return null;
        return reader.ReadString();
    }
}
