using System.Text;
using ChefActors.ChefStandIn.Native;
using ChefActors.ChefStandIn.Output;

namespace ChefActors.ChefStandIn.Running;

/// <summary>
/// Chef's own lock: flock on <c>chef-client-running.pid</c>, with the owner's pid inside. It goes with the process; the
/// file stays, as Chef leaves it, for others may wait on it.
/// </summary>
internal sealed unsafe class RunLock : IDisposable
{
    private const int PollMilliseconds = 50;
    private readonly int _descriptor;

    private RunLock(int descriptor) => _descriptor = descriptor;

    internal static string PathIn(string cachePath) => Path.Combine(cachePath, "chef-client-running.pid");

    internal static RunLock Open(string cachePath)
    {
        Directory.CreateDirectory(cachePath);
        var path = PathIn(cachePath);
        var descriptor = Descriptor.Open(path, Libc.ReadWrite | Libc.Create);
        return descriptor >= 0 ? new RunLock(descriptor) : throw new IOException($"cannot open {path}");
    }

    /// <summary>Waits for the lock, for ever if <paramref name="timeoutSeconds"/> is null, with Chef's own words meanwhile.</summary>
    internal LockOutcome Obtain(int? timeoutSeconds, SignalWatch signals, OutputStream output)
    {
        if (TryObtain())
            return LockOutcome.Obtained;

        if (timeoutSeconds != 0)
            output.Log("WARN", $"Chef Infra Client {Owner()} is running, will wait for it to finish and then run.");
        var end = timeoutSeconds is { } seconds ? Environment.TickCount64 + (seconds * 1000L) : long.MaxValue;
        while (Environment.TickCount64 < end)
        {
            if (signals.WaitForInterrupt(Math.Min(PollMilliseconds, end - Environment.TickCount64)))
                return LockOutcome.Interrupted;
            if (TryObtain())
                return LockOutcome.Obtained;
        }

        output.Log("FATAL", $"Chef::Exceptions::RunLockTimeout: Unable to acquire lock. Waited {timeoutSeconds} seconds for {Owner()} to release.");
        return LockOutcome.TimedOut;
    }

    public void Dispose() => Libc.Close(_descriptor);

    private bool TryObtain()
    {
        if (Libc.FileLock(_descriptor, Libc.LockExclusive | Libc.LockNonBlocking) != 0)
            return false;
        Libc.Truncate(_descriptor, 0);
        Descriptor.WriteAll(_descriptor, Encoding.ASCII.GetBytes(Environment.ProcessId.ToString()));
        return true;
    }

    private string Owner()
    {
        var bytes = stackalloc byte[32];
        var count = Libc.ReadAt(_descriptor, bytes, 32, 0);
        return count > 0 ? Encoding.ASCII.GetString(bytes, (int)count).Trim() : "";
    }
}
