using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Connections;

/// <summary>A request whose answer is a <typeparamref name="T"/>. <paramref name="accepts"/> names an error that is an answer, else Ok.</summary>
internal class PendingRequest<T>(int type, string? path, ReplyParser<T> parser, Chroot chroot, ErrorCode accepts = ErrorCode.Ok)
    : PendingRequest(type, path)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _registration;

    /// <summary>What the caller awaits.</summary>
    public Task<T> Task => _completion.Task;

    public sealed override bool IsCompleted => _completion.Task.IsCompleted;

    /// <summary>Lets the caller go when the token is cancelled; what was not written by then is not sent.</summary>
    public void CancelWith(RequestQueue queue, CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled) return;
        _registration = cancellationToken.UnsafeRegister(
            (_, token) =>
            {
                if (!_completion.TrySetCanceled(token)) return;
                Trace?.End("Cancelled");
                queue.Forget(this);
            },
            null);
    }

    public sealed override void Complete(in ReplyHeader header, ref JuteReader body)
    {
        _registration.Unregister();
        if (header.Error != ErrorCode.Ok && header.Error != accepts)
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
            if (_completion.TrySetResult(parser(ref body, header.Error, chroot))) Trace?.End(nameof(ErrorCode.Ok));
        }
        catch (WireFormatException e)
        {
            Refuse(new ConnectionLossException(Operation, Path, OpCode.IsWrite(Type), e));
            throw;
        }
    }

    public sealed override void Fail(Exception exception)
    {
        _registration.Unregister();
        Refuse(exception);
    }

    private void Refuse(Exception exception)
    {
        if (_completion.TrySetException(exception)) Trace?.End(exception);
    }
}
