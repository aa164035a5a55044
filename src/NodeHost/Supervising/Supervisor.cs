using System.Globalization;
using System.Runtime.InteropServices;

namespace ChefActors.NodeHost.Supervising;

/// <summary>
/// <c>chefactors-node supervise</c>: starts the node host again when it ends. It does nothing but wait, opens no file and no connection, and
/// loads no library of the node host, so it costs little. Killed itself, it leaves the node host running.
/// </summary>
/// <param name="arguments">The node host's own, as they were given.</param>
/// <param name="time">Measures pauses.</param>
/// <param name="sinceBoot">A clock that only goes forward.</param>
/// <param name="seed">Spreads the pauses of many machines.</param>
/// <param name="log">Where it says what it does.</param>
internal sealed class Supervisor(IReadOnlyList<string> arguments, TimeProvider time, Func<TimeSpan> sinceBoot, int seed, TextWriter log)
{
    /// <summary>The word on the command line, before all flags.</summary>
    internal const string Word = "supervise";

    // A node host ends within seconds; one that hangs must not hold up a shutdown of the machine.
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(30);

    /// <summary>Runs until it is told to end (SIGTERM, SIGINT, SIGQUIT), or the node host ends over a wrong flag. Gives the exit code.</summary>
    internal async Task<int> RunAsync()
    {
        using var stop = new CancellationTokenSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Stop);
        var ends = new CrashHistory();
        while (true)
        {
            var (code, what) = await RunOnceAsync(stop.Token);
            if (SupervisorDecision.After(code, stop.IsCancellationRequested, ends, seed, sinceBoot()) is not SupervisorStep.StartAgain again) return code;
            ends = again.Ends;
            await log.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"chefactors-node supervise: {what}; starting it again in {again.Pause.TotalSeconds:0.0} s ({ends.InARow} in a row)"));
            await Task.Delay(again.Pause, time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested) return 0;
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    private async Task<(int Code, string What)> RunOnceAsync(CancellationToken stop)
    {
        using var child = SupervisedProcess.Start(arguments, out var error);
        if (child is null) return (SupervisedProcess.NotStarted, $"the node host cannot be started: {error}");
        var code = await child.WaitAsync(EndsWithin, time, stop);
        return (code, $"the node host (pid {child.Id}) ended with {code}");
    }
}
