using System.Runtime.InteropServices;

namespace ChefActors.ChefStandIn.Native;

/// <summary>
/// chef-client's way with signals. Handlers only count and wake: the run itself acts on them where Ruby would, so a
/// stand-in that is blocked on a full pipe does not hear SIGINT either.
/// </summary>
internal sealed unsafe class SignalWatch : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;
    private readonly int _wakeWrite;
    private int _interruptsSeen;
    private volatile int _interrupts;
    private volatile bool _terminated;
    private volatile bool _runBegan;

    internal SignalWatch()
    {
        var wake = stackalloc int[2];
        Libc.Pipe(wake, Libc.CloseOnExec | Libc.NonBlocking);
        WakeDescriptor = wake[0];
        _wakeWrite = wake[1];

        // A shell without job control starts background programs with SIGINT ignored; Ruby's trap does not care, nor do we.
        foreach (var signal in (ReadOnlySpan<int>)[Libc.SigHup, Libc.SigInt, Libc.SigQuit, Libc.SigTerm, Libc.SigChld])
            Libc.Signal(signal, 0);
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnTerminate),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Ignore),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Ignore),
        ];
    }

    /// <summary>Readable when a signal has arrived that the run must look at.</summary>
    internal int WakeDescriptor { get; }

    /// <summary>SIGTERM arrived before the run began; from then on it is ignored.</summary>
    internal bool TerminatedBeforeRun => _terminated;

    internal void BeginRun() => _runBegan = true;

    /// <summary>True once for each SIGINT that arrived.</summary>
    internal bool TakeInterrupt()
    {
        if (_interruptsSeen >= _interrupts)
            return false;
        _interruptsSeen++;
        return true;
    }

    /// <summary>Waits, at most so many milliseconds; true when a SIGINT ended the wait, and takes it.</summary>
    internal bool WaitForInterrupt(long milliseconds)
    {
        var end = Environment.TickCount64 + milliseconds;
        while (true)
        {
            if (TakeInterrupt())
                return true;
            var left = end - Environment.TickCount64;
            if (left <= 0 || (_terminated && !_runBegan))
                return false;
            var entry = new Libc.PollEntry { Descriptor = WakeDescriptor, Events = Libc.PollIn };
            if (Libc.Poll(&entry, 1, (int)Math.Min(left, int.MaxValue)) > 0)
                DrainWake();
        }
    }

    internal void DrainWake()
    {
        var bytes = stackalloc byte[64];
        while (Libc.Read(WakeDescriptor, bytes, 64) > 0)
        {
            // Only the waking matters.
        }
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        Libc.Close(WakeDescriptor);
        Libc.Close(_wakeWrite);
    }

    private void OnInterrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        Interlocked.Increment(ref _interrupts);
        Wake();
    }

    private void OnTerminate(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_runBegan)
            return;
        _terminated = true;
        Wake();
    }

    private static void Ignore(PosixSignalContext context) => context.Cancel = true;

    private void Wake() => Descriptor.WriteAll(_wakeWrite, [1]);
}
