using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace ChefActors.Controller.Demo;

/// <summary>
/// Starts processes that get SIGTERM from the kernel when this process dies, by kill -9 too: <c>setpriv --pdeathsig</c> (util-linux) becomes
/// the program, with the same pid. Where that is missing they are started plainly, and outlive a demonstration that is killed.
/// </summary>
internal sealed class ParentBoundStarter : IDisposable
{
    private const string Setpriv = "setpriv";
    private static readonly TimeSpan ProbeWithin = TimeSpan.FromSeconds(5);

    private readonly BlockingCollection<Action> work = [];

    /// <summary>The kernel counts the end of the thread that started the child as the parent's: a pool's thread would end too early.</summary>
    private readonly Thread thread;

    private bool? binds;

    public ParentBoundStarter()
    {
        thread = new Thread(() =>
        {
            foreach (var action in work.GetConsumingEnumerable()) action();
        })
        { IsBackground = true, Name = "demo processes" };
        thread.Start();
    }

    /// <summary>Starts a process.</summary>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public Task<Process> StartAsync(ProcessStartInfo info)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(() =>
        {
            try
            {
                started.SetResult(Start(info));
            }
            catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException)
            {
                started.SetException(e);
            }
        });
        return started.Task;
    }

    /// <summary>Ends the thread: call it when no process is left.</summary>
    public void Dispose()
    {
        work.CompleteAdding();
        thread.Join();
        work.Dispose();
    }

    private Process Start(ProcessStartInfo info)
    {
        if (binds ??= CanBind())
        {
            string[] bound = ["--pdeathsig", "TERM", info.FileName, .. info.ArgumentList];
            info.FileName = Setpriv;
            info.ArgumentList.Clear();
            foreach (var argument in bound) info.ArgumentList.Add(argument);
        }

        return Process.Start(info) ?? throw new InvalidOperationException($"{info.FileName} did not start");
    }

    /// <summary>Older and smaller versions of it lack the option.</summary>
    private static bool CanBind()
    {
        try
        {
            using var probe = Process.Start(new ProcessStartInfo(Setpriv, ["--pdeathsig", "TERM", "true"]) { RedirectStandardError = true, UseShellExecute = false });
            return probe is not null && probe.WaitForExit(ProbeWithin) && probe.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
