using System.Buffers.Binary;
using ChefActors.ZooKeeper;
using ChefActors.ZooKeeper.Connections;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.Testing.Fuzzing;

/// <summary>
/// The client's side: what a hostile server may send goes through the frame reader in random pieces, then to whatever takes such an answer.
/// A message is read or refused as malformed, and costs no more than it brought.
/// </summary>
public sealed class ClientTarget : IFuzzTarget
{
    private const int FrameLimit = 1 << 16;

    // Not operations of answers: the events and the answer that begins a session.
    private const int Event = OpCode.Notification;
    private const int Connected = OpCode.CreateSession;

    private static readonly int[] _kinds =
    [
        Event, Connected, OpCode.Ping, OpCode.Delete, OpCode.Exists, OpCode.SetData, OpCode.Create2, OpCode.GetData, OpCode.GetChildren2, OpCode.GetAcl, OpCode.MultiRead,
        OpCode.WhoAmI, OpCode.GetAllChildrenNumber, OpCode.GetEphemerals, OpCode.Multi, OpCode.Multi,
    ];

    private readonly JuteWriter _writer = new();

    /// <inheritdoc />
    public Played Play(long seed, int? frame = null)
    {
        var chance = new Chance(seed);
        var chroot = new Chroot(chance.Of("", "/a"));
        var (kinds, stream) = Stream(chance);
        using var frames = new FrameReader(FrameLimit, firstSize: 64);
        var (taken, refused) = (0, 0);
        byte[]? only = null;
        try
        {
            for (var at = 0; at < stream.Length;)
            {
                at += Feed(chance, frames, stream.AsSpan(at));
                while (frames.TryRead(out var bytes))
                {
                    // What follows a broken length may be cut into more frames than were sent.
                    var index = taken++;
                    if (frame is not null && frame != index) continue;
                    if (frame is not null) only = bytes.ToArray();
                    if (!TakeOrTell(index, kinds[index % kinds.Length], bytes, chroot)) refused++;
                }
            }
        }
        catch (WireFormatException)
        {
            // No frame: the connection would end here.
            refused++;
        }

        if (frame is not null && only is null) throw new ArgumentOutOfRangeException(nameof(frame), frame, $"seed {seed} has {taken} frames for the client, counted from 0");
        return new Played(frame is null ? kinds.Length : 1, refused, only);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _writer.Dispose();
        return ValueTask.CompletedTask;
    }

    private (int[] Kinds, byte[] Bytes) Stream(Chance chance)
    {
        var kinds = new int[1 + chance.Below(12)];
        var (all, before) = (new List<byte>(), Array.Empty<byte>());
        Span<byte> length = stackalloc byte[4];
        foreach (ref var kind in kinds.AsSpan())
        {
            kind = chance.Of(_kinds);
            _writer.Truncate(0);
            WriteMessage(chance, kind);
            var message = chance.Below(4) == 0 ? _writer.Written.ToArray() : Mutation.Of(chance, _writer.Written, before);
            before = message;
            BinaryPrimitives.WriteInt32BigEndian(length, message.Length);
            all.AddRange(length);
            all.AddRange(message);
        }

        byte[] bytes = [.. all];
        return (kinds, chance.OneIn(10) ? Mutation.Of(chance, bytes, before) : bytes);
    }

    private void WriteMessage(Chance chance, int kind)
    {
        if (kind == Event) RandomAnswer.WriteEvent(chance, _writer);
        if (kind == Connected) RandomAnswer.WriteConnected(chance, _writer);
        if (kind is Event or Connected) return;
        var error = RandomValues.Error(chance);
        new ReplyHeader(1 + chance.Below(1000), chance.Below(1000), error).Write(_writer);
        if (error == ErrorCode.Ok || chance.OneIn(3)) RandomAnswer.WriteBody(chance, _writer, kind);
    }

    private static int Feed(Chance chance, FrameReader frames, ReadOnlySpan<byte> rest)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var room = frames.GetBuffer().Span;
        var count = Math.Min(Math.Min(room.Length, rest.Length), 1 + chance.Below(chance.OneIn(4) ? 8 : 4096));
        rest[..count].CopyTo(room);
        frames.Advance(count);
        Budget.Check(GC.GetAllocatedBytesForCurrentThread() - before, count, "a piece");
        return count;
    }

    private static bool TakeOrTell(int index, int kind, ReadOnlySpan<byte> frame, Chroot chroot)
    {
        try
        {
            return Take(kind, frame, chroot);
        }
        catch (Exception problem)
        {
            throw FuzzException.At(index, problem);
        }
    }

    /// <summary>False: refused as malformed.</summary>
    private static bool Take(int kind, ReadOnlySpan<byte> frame, Chroot chroot)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var wellFormed = true;
        try
        {
            Read(kind, frame, chroot);
        }
        catch (WireFormatException)
        {
            wellFormed = false;
        }

        Budget.Check(GC.GetAllocatedBytesForCurrentThread() - before, frame.Length, $"an answer ({OpCode.NameOf(kind)})");
        return wellFormed;
    }

    private static void Read(int kind, ReadOnlySpan<byte> frame, Chroot chroot)
    {
        var reader = new JuteReader(frame);
        if (kind == Connected)
        {
            ConnectResponse.Read(ref reader);
            return;
        }

        var header = ReplyHeader.Read(ref reader);
        if (header.Xid == Xid.Notification)
        {
            chroot.Strip(WatcherEventRecord.Read(ref reader).Path);
            return;
        }

        var request = Request(kind, chroot);
        try
        {
            request.Complete(header, ref reader);
        }
        catch (WireFormatException)
        {
            CheckEnded(request);
            throw;
        }

        CheckEnded(request);
    }

    private static void CheckEnded(PendingRequest request)
    {
        if (!request.IsCompleted) throw new FuzzException($"the answer to {request.Operation} ended nothing: its caller waits for ever");
    }

    private static PendingRequest Request(int kind, Chroot chroot) => kind switch
    {
        OpCode.Exists => new PendingRequest<Stat?>(kind, "/a", ReplyParsers.StatOrNull, chroot, ErrorCode.NoNode),
        OpCode.SetData => new PendingRequest<Stat>(kind, "/a", ReplyParsers.Stat, chroot),
        OpCode.Create2 => new PendingRequest<CreateResult>(kind, "/a", ReplyParsers.Created, chroot),
        OpCode.GetData => new PendingRequest<ZnodeData>(kind, "/a", ReplyParsers.Data, chroot),
        OpCode.GetChildren2 => new PendingRequest<ZnodeChildren>(kind, "/a", ReplyParsers.Children, chroot),
        OpCode.GetAcl => new PendingRequest<ZnodeAcl>(kind, "/a", ReplyParsers.Acl, chroot),
        OpCode.MultiRead => new PendingRequest<IReadOnlyList<ZnodeReadResult>>(kind, null, ReplyParsers.Reads, chroot),
        OpCode.WhoAmI => new PendingRequest<IReadOnlyList<ClientIdentity>>(kind, null, ReplyParsers.Identities, chroot),
        OpCode.GetAllChildrenNumber => new PendingRequest<int>(kind, "/a", ReplyParsers.Number, chroot),
        OpCode.GetEphemerals => new PendingRequest<IReadOnlyList<string>>(kind, "/a", ReplyParsers.Paths, chroot),
        OpCode.Multi => new PendingRequest<TransactionResult>(kind, null, ReplyParsers.Transaction, chroot),
        _ => new PendingRequest<bool>(kind, "/a", ReplyParsers.Nothing, chroot),
    };
}
