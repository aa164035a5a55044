using System.Buffers.Binary;
using ChefActors.ZooKeeper;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.Testing.Fuzzing;

/// <summary>Reads what a server wrote to a connection, by the client's codec, to the last byte.</summary>
internal static class AnswerCheck
{
    /// <summary>Returns how many answers there were beside events: one at most.</summary>
    /// <exception cref="FuzzException">It is no answer to the request.</exception>
    /// <exception cref="WireFormatException">It is malformed.</exception>
    public static int Read(ReadOnlySpan<byte> output, ReadOnlySpan<byte> request)
    {
        var answers = 0;
        while (!output.IsEmpty)
        {
            var reader = new JuteReader(Cut(ref output));
            var header = ReplyHeader.Read(ref reader);
            if (IsEvent(header)) ReadEvent(ref reader);
            else ReadAnswer(request, header, ref reader, ++answers);
            if (reader.Remaining > 0) throw new FuzzException($"{reader.Remaining} bytes follow an answer");
        }

        return answers;
    }

    /// <summary>The answer that begins a session, if there is one.</summary>
    public static int ReadConnected(ReadOnlySpan<byte> output)
    {
        if (output.IsEmpty) return 0;
        var reader = new JuteReader(Cut(ref output));
        var answer = ConnectResponse.Read(ref reader);
        if (reader.Remaining > 0 || answer.Password is not { Length: 16 } || answer.TimeoutMs > 0 != (answer.SessionId != 0)) throw new FuzzException($"{answer} is no answer that begins a session");
        ReadEvents(output);
        return 1;
    }

    /// <summary>Nothing but events.</summary>
    public static void ReadEvents(ReadOnlySpan<byte> output)
    {
        if (Read(output, []) > 0) throw new FuzzException("an answer came without a request");
    }

    private static ReadOnlySpan<byte> Cut(ref ReadOnlySpan<byte> output)
    {
        var length = output.Length < 4 ? -1 : BinaryPrimitives.ReadInt32BigEndian(output);
        if (length < 0 || length > output.Length - 4) throw new FuzzException($"a frame of {length} bytes was written in {output.Length}");
        var frame = output.Slice(4, length);
        output = output[(4 + length)..];
        return frame;
    }

    // A hostile request may have the number of an event, but its answer has a zxid.
    private static bool IsEvent(in ReplyHeader header) => header is { Xid: Xid.Notification, Zxid: -1 };

    private static void ReadEvent(ref JuteReader reader)
    {
        var told = WatcherEventRecord.Read(ref reader);
        if (told.Type is < 1 or > 4 || told.State != 3) throw new FuzzException($"{told} is no event");
    }

    private static void ReadAnswer(ReadOnlySpan<byte> request, in ReplyHeader header, ref JuteReader reader, int answers)
    {
        if (request.Length < 8) throw new FuzzException("an answer came to what is no request");
        var asked = new JuteReader(request);
        var (xid, type) = RequestHeader.Read(ref asked);
        if (header.Xid != xid) throw new FuzzException($"request {xid} was answered as {header.Xid}");
        if (answers > 1) throw new FuzzException($"request {xid} was answered twice");
        if (header.Error == ErrorCode.Ok) ReadBody(type, ref reader);
    }

    private static void ReadBody(int type, ref JuteReader reader)
    {
        switch (type)
        {
            case OpCode.Create or OpCode.Sync: PathResponse.Read(ref reader); break;
            case OpCode.Create2 or OpCode.CreateContainer or OpCode.CreateTtl: PathStatResponse.Read(ref reader); break;
            case OpCode.Exists or OpCode.SetData or OpCode.SetAcl: StatResponse.Read(ref reader); break;
            case OpCode.GetData: DataResponse.Read(ref reader); break;
            case OpCode.GetAcl: AclResponse.Read(ref reader); break;
            case OpCode.GetChildren or OpCode.GetEphemerals: ChildrenResponse.Read(ref reader); break;
            case OpCode.GetChildren2: Children2Response.Read(ref reader); break;
            case OpCode.Multi: MultiResponse.Read(ref reader); break;
            case OpCode.MultiRead: MultiReadResponse.Read(ref reader); break;
            case OpCode.WhoAmI: WhoAmIResponse.Read(ref reader); break;
            case OpCode.GetAllChildrenNumber or OpCode.AddWatch: reader.ReadInt(); break;
        }
    }
}
