using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace ChefActors.NodeHost.Supervising;

/// <summary>
/// This same program started once more as a node host: the only program that this room starts. It shares the standard streams, so that its
/// lines are seen as if it had been started alone.
/// </summary>
internal sealed partial class SupervisedProcess : IDisposable
{
    /// <summary>The exit code for "was not started", as a shell has it.</summary>
    internal const int NotStarted = 127;

    private const int Terminate = 15;

    private readonly Process _process;

    private SupervisedProcess(Process process) => _process = process;

    /// <summary>Its process id.</summary>
    internal int Id => _process.Id;

    /// <summary>Starts it; null: it cannot be started now (<paramref name="error"/> says why).</summary>
    internal static SupervisedProcess? Start(IEnumerable<string> arguments, out string? error)
    {
        error = null;
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("this process has no executable");
        var start = new ProcessStartInfo(program) { UseShellExecute = false };

        // Run as "dotnet chefactors-node.dll", the executable alone is not the program.
        if (Path.GetFileName(program) == "dotnet") start.ArgumentList.Add(Assembly.GetExecutingAssembly().Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment[SupervisorSign.Variable] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        try
        {
            return new SupervisedProcess(Process.Start(start) ?? throw new InvalidOperationException($"{program} was not started"));
        }
        catch (Win32Exception e)
        {
            error = e.Message;
            return null;
        }
    }

    /// <summary>Waits for its end; its exit code, 128 and the signal's number when a signal ended it.</summary>
    /// <param name="within">The bound of an orderly end.</param>
    /// <param name="time">Measures the bound.</param>
    /// <param name="stop">When it is cancelled, the process is asked to end in order, and killed when it does not within <paramref name="within"/>.</param>
    internal async Task<int> WaitAsync(TimeSpan within, TimeProvider time, CancellationToken stop)
    {
        using var bound = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var asked = stop.UnsafeRegister(
            _ =>
            {
                _ = Kill(_process.Id, Terminate);
                bound.CancelAfter(within);
            },
            null);
        await using var tooLate = bound.Token.UnsafeRegister(_ => _process.Kill(), null);
        await _process.WaitForExitAsync(CancellationToken.None);
        return _process.ExitCode;
    }

    /// <inheritdoc />
    public void Dispose() => _process.Dispose();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
