using System.Buffers.Binary;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Connections;

/// <summary>A request's frame: made when the call is made, numbered when it is written.</summary>
internal static class RequestFrame
{
    private const int XidOffset = 4;

    /// <summary>Starts a frame; the record follows.</summary>
    public static JuteWriter Begin(int type, int expectedBytes = 64)
    {
        var writer = new JuteWriter(Math.Clamp(expectedBytes, 64, 1 << 20) + 64);
        writer.BeginFrame();
        new RequestHeader(0, type).Write(writer);
        return writer;
    }

    /// <summary>Adds the request's frame to a batch, with its number.</summary>
    public static void Append(JuteWriter batch, PendingRequest request, int xid)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, xid);
        batch.WriteRaw(request.Frame[..XidOffset]);
        batch.WriteRaw(number);
        batch.WriteRaw(request.Frame[(XidOffset + 4)..]);
    }

    /// <summary>Adds a request that has no caller.</summary>
    public static void Append(JuteWriter batch, int xid, int type)
    {
        var start = batch.BeginFrame();
        new RequestHeader(xid, type).Write(batch);
        batch.EndFrame(start);
    }
}
