using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Connections;

/// <summary>A request whose answer is a <typeparamref name="T"/>.</summary>
internal class PendingRequest<T> : PendingRequest
{
    private ReplyParser<T> _parser;
    private Chroot _chroot;
    private ErrorCode _accepts;
    private TaskCompletionSource<T> _completion;
    private CancellationTokenRegistration _registration;
    private RequestQueue? _queue;
    private bool _shared;

    /// <summary>Makes one for a single use.</summary>
    /// <param name="type">See <see cref="OpCode"/>.</param>
    /// <param name="path">The caller's path.</param>
    /// <param name="parser">Reads the answer.</param>
    /// <param name="chroot">The session's.</param>
    /// <param name="accepts">An error that is an answer, else Ok.</param>
    public PendingRequest(int type, string? path, ReplyParser<T> parser, Chroot chroot, ErrorCode accepts = ErrorCode.Ok)
    {
        (Type, Path, _parser, _chroot, _accepts, _completion) = (type, path, parser, chroot, accepts, NewCompletion());
    }

    /// <summary>What the caller awaits. Belongs to this use of the object: it is taken before the request is handed over.</summary>
    public Task<T> Task => _completion.Task;

    public sealed override bool IsCompleted => _completion.Task.IsCompleted;

    /// <summary>Where <see cref="Recycle"/> gives it back; null: it is for a single use.</summary>
    public RequestPool<T>? Pool { get; init; }

    /// <summary>Begins another use.</summary>
    public void Reuse(int type, string? path, ReplyParser<T> parser, Chroot chroot, ErrorCode accepts)
    {
        (Type, Path, _parser, _chroot, _accepts, Phase) = (type, path, parser, chroot, accepts, RequestPhase.New);
        _completion = NewCompletion();
    }

    /// <summary>Lets the caller go when the token is cancelled; what was not written by then is not sent.</summary>
    public void CancelWith(RequestQueue queue, CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled) return;
        _queue = queue;
        _registration = cancellationToken.UnsafeRegister(static (self, token) => ((PendingRequest<T>)self!).Cancel(token), this);
    }

    public sealed override void Complete(in ReplyHeader header, ref JuteReader body)
    {
        Unregister();
        if (header.Error != ErrorCode.Ok && header.Error != _accepts)
        {
            // A multi's refusal may also come as an error with results; without them it is a plain error.
            if (Type != OpCode.Multi || body.Remaining == 0)
            {
                Refuse(ZooKeeperException.For(header.Error, Operation, Path));
                return;
            }
        }

        try
        {
            if (_completion.TrySetResult(_parser(ref body, header.Error, _chroot))) Trace?.End(nameof(ErrorCode.Ok));
        }
        catch (WireFormatException e)
        {
            Refuse(new ConnectionLossException(Operation, Path, OpCode.IsWrite(Type), e));
            throw;
        }
    }

    public sealed override void Fail(Exception exception)
    {
        Unregister();
        Refuse(exception);
    }

    /// <inheritdoc />
    public sealed override void Recycle()
    {
        if (Pool is not { } pool || _shared) return;
        (Path, Watch, Trace, ServerPath, _queue, _registration) = (null, null, null, "", null, default);
        pool.Return(this);
    }

    // The reading loop must not run what its callers go on with.
    private static TaskCompletionSource<T> NewCompletion() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Cancel(CancellationToken token)
    {
        if (!_completion.TrySetCanceled(token)) return;
        Trace?.End("Cancelled");
        _queue!.Forget(this);
    }

    private void Unregister()
    {
        // What cannot be taken back is running, or has run: it may hold this object for as long as it likes.
        if (_queue is not null && !_registration.Unregister()) _shared = true;
    }

    private void Refuse(Exception exception)
    {
        if (_completion.TrySetException(exception)) Trace?.End(exception);
    }
}
