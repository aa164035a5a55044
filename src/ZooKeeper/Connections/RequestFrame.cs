using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Connections;

/// <summary>A request's frame: made when the call is made, numbered when it is written.</summary>
internal static class RequestFrame
{
    private const int XidOffset = 4;

    /// <summary>Starts the request's frame; the record follows.</summary>
    public static JuteWriter Begin(PendingRequest request, int expectedBytes = 64)
    {
        var frame = request.Frame;
        frame.Expect(Math.Min(expectedBytes, 1 << 20) + 64);
        frame.BeginFrame();
        new RequestHeader(0, request.Type).Write(frame);
        return frame;
    }

    /// <summary>Adds the request's frame to a batch, with its number.</summary>
    public static void Append(JuteWriter batch, PendingRequest request, int xid)
    {
        var start = batch.Length;
        batch.WriteRaw(request.Frame.Written);
        batch.Overwrite(start + XidOffset, xid);
    }

    /// <summary>Adds a request that has no caller.</summary>
    public static void Append(JuteWriter batch, int xid, int type)
    {
        var start = batch.BeginFrame();
        new RequestHeader(xid, type).Write(batch);
        batch.EndFrame(start);
    }
}
