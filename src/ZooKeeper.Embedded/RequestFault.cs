namespace ChefActors.ZooKeeper.Embedded;

/// <summary>What goes wrong at a request. The set is closed.</summary>
public abstract record RequestFault
{
    private RequestFault()
    {
    }

    /// <summary>The connection breaks before the request takes effect.</summary>
    public sealed record DropBefore : RequestFault;

    /// <summary>The request takes effect, then the connection breaks before its reply is sent.</summary>
    public sealed record DropAfter : RequestFault;

    /// <summary>The request takes effect, the first bytes of what it is answered are sent, then the stream ends: in the middle of a frame when there were more.</summary>
    /// <param name="Bytes">0 and more, the four bytes of the frame's length included.</param>
    public sealed record CutReply(int Bytes) : RequestFault;

    /// <summary>The request, and with it those behind it on its connection, is carried out so much later by the server's clock.</summary>
    /// <param name="By">Above zero.</param>
    public sealed record Delay(TimeSpan By) : RequestFault;

    /// <summary>The session expires as if its time-out had passed; the request is not carried out.</summary>
    public sealed record ExpireSession : RequestFault;

    /// <summary>The connection stays open, but neither this request nor any after it is carried out or answered: a link that is dead and does not say so.</summary>
    public sealed record Freeze : RequestFault;
}
