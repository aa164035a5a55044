using System.Diagnostics.CodeAnalysis;
using ChefActors.ChefStandIn.Native;

namespace ChefActors.ChefStandIn.Running;

/// <summary>Really dies of a signal, so that whoever waits sees it so.</summary>
internal static unsafe class Death
{
    [DoesNotReturn]
    internal static void Of(int signal)
    {
        Libc.Signal(signal, 0);
        Libc.Kill(Environment.ProcessId, signal);

        // A signal to the whole process may be taken by another thread a moment later.
        while (true)
            Libc.Poll(null, 0, 1000);
    }
}
