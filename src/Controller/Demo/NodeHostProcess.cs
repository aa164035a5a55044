using System.Diagnostics;
using ChefActors.Controller.Console;

namespace ChefActors.Controller.Demo;

/// <summary>A node host as a process: its line <c>serving …</c>, the tail of its log, its end.</summary>
internal sealed class NodeHostProcess : IAsyncDisposable
{
    private const int TailLines = 15;
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan DiesWithin = TimeSpan.FromSeconds(5);

    private readonly Process process;
    private readonly TaskCompletionSource serving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> tail = new();
    private readonly Lock gate = new();

    private NodeHostProcess(DemoNode node, Process process)
    {
        (Node, this.process, Pid) = (node, process, process.Id);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith("serving ", StringComparison.Ordinal) == true) serving.TrySetResult();
            else Keep(line.Data);
        };
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Which node it serves.</summary>
    public DemoNode Node { get; }

    /// <summary>Its process id.</summary>
    public int Pid { get; }

    /// <summary>Starts it.</summary>
    /// <exception cref="VerbFailure">It cannot be started.</exception>
    public static async Task<NodeHostProcess> StartAsync(ParentBoundStarter starter, ProcessStartInfo info, DemoNode node)
    {
        (info.RedirectStandardInput, info.RedirectStandardOutput, info.RedirectStandardError, info.UseShellExecute) = (true, true, true, false);
        try
        {
            return new NodeHostProcess(node, await starter.StartAsync(info));
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new VerbFailure(ExitCode.Failed, $"the node host of {node.Name} cannot be started: {e.Message}");
        }
    }

    /// <summary>Waits until it serves.</summary>
    /// <exception cref="VerbFailure">It did not within the bound, or ended; with its log's tail.</exception>
    public async Task ServesAsync(TimeSpan bound, TimeProvider time, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ended = process.WaitForExitAsync(over.Token);
        var first = await Task.WhenAny(serving.Task, ended, Task.Delay(bound, time, over.Token));
        await over.CancelAsync();
        if (serving.Task.IsCompleted) return;
        cancellationToken.ThrowIfCancellationRequested();
        var what = first == ended ? $"ended with exit code {process.ExitCode} before it served" : $"did not serve within {bound.TotalSeconds:0} s";
        throw new VerbFailure(ExitCode.Failed, $"the node host of {Node.Name} (pid {Pid}) {what}. {Tail()}");
    }

    /// <summary>kill -9, and its end.</summary>
    /// <exception cref="VerbFailure">It does not end.</exception>
    public async Task KillAsync()
    {
        process.Kill();
        if (!await HasEndedWithinAsync(DiesWithin)) throw new VerbFailure(ExitCode.Failed, $"the node host of {Node.Name} (pid {Pid}) is there {DiesWithin.TotalSeconds:0} s after kill -9");
    }

    /// <summary>The last lines of its log, for messages.</summary>
    public string Tail()
    {
        lock (gate) return tail.Count == 0 ? "The node host's log is empty." : string.Join(Environment.NewLine, ["The end of the node host's log:", .. tail.Select(l => "  " + l)]);
    }

    /// <summary>SIGTERM, a bound, SIGKILL.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            MarkedProcesses.SendTerminate(Pid);
            if (!await HasEndedWithinAsync(EndsWithin))
            {
                process.Kill();
                await HasEndedWithinAsync(DiesWithin);
            }
        }

        process.Dispose();
    }

    private async Task<bool> HasEndedWithinAsync(TimeSpan bound)
    {
        using var limit = new CancellationTokenSource(bound);
        await process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return process.HasExited;
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (gate)
        {
            tail.Enqueue(Console.Rendering.SafeText.Line(line));
            if (tail.Count > TailLines) tail.Dequeue();
        }
    }
}
