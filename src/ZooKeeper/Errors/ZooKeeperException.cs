namespace ChefActors.ZooKeeper;

/// <summary>A request failed. Callers branch on the derived type or on <see cref="Code"/>, never on the text.</summary>
public class ZooKeeperException : Exception
{
    /// <summary>Makes one; <see cref="For"/> gives the derived type of a code.</summary>
    public ZooKeeperException(ErrorCode code, string operation, string? path, string? detail = null, Exception? inner = null)
        : base(Text(code, operation, path, detail), inner) =>
        (Code, Operation, ZnodePath) = (code, operation, path);

    /// <summary>The protocol's code.</summary>
    public ErrorCode Code { get; }

    /// <summary>The operation's name, such as <c>create</c>.</summary>
    public string Operation { get; }

    /// <summary>The znode, relative to the chroot; null when the operation has none.</summary>
    public string? ZnodePath { get; }

    /// <summary>True when a write may have taken effect although it failed here.</summary>
    public virtual bool OutcomeUnknown => false;

    /// <summary>The exception whose type says the code.</summary>
    public static ZooKeeperException For(ErrorCode code, string operation, string? path) => code switch
    {
        ErrorCode.NoNode => new NoNodeException(operation, path),
        ErrorCode.NodeExists => new NodeExistsException(operation, path),
        ErrorCode.BadVersion => new BadVersionException(operation, path),
        ErrorCode.NotEmpty => new NotEmptyException(operation, path),
        ErrorCode.NoAuth => new NoAuthException(operation, path),
        ErrorCode.AuthFailed => new AuthFailedException(),
        ErrorCode.SessionExpired => new SessionExpiredException(operation, path, outcomeUnknown: false),
        ErrorCode.ConnectionLoss => new ConnectionLossException(operation, path, outcomeUnknown: true),
        ErrorCode.Unimplemented => new UnimplementedException(operation, path),
        ErrorCode.NoChildrenForEphemerals => new NoChildrenForEphemeralsException(operation, path),
        ErrorCode.InvalidAcl => new InvalidAclException(operation, path),
        ErrorCode.NoWatcher => new NoWatcherException(operation, path),
        ErrorCode.QuotaExceeded => new QuotaExceededException(operation, path),
        ErrorCode.ThrottledOp => new ThrottledOpException(operation, path),
        ErrorCode.NotReadOnly => new NotReadOnlyException(operation, path),
        ErrorCode.SessionMoved => new SessionMovedException(operation, path),
        _ => new ZooKeeperException(code, operation, path),
    };

    private static string Text(ErrorCode code, string operation, string? path, string? detail) =>
        $"{operation}{(path is null ? "" : " " + path)}: {detail ?? code.ToString()}";
}
