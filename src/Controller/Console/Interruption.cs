namespace ChefActors.Controller.Console;

/// <summary>Ctrl-C or SIGTERM: asked once, in order. The second one is the system's business and ends the process.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private int code;

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>How the program ends then; null: no signal came.</summary>
    public ExitCode? Code => Volatile.Read(ref code) is var c and not 0 ? (ExitCode)c : null;

    /// <summary>A signal came. False when it is not the first.</summary>
    public bool Raise(ExitCode exitCode)
    {
        if (Interlocked.CompareExchange(ref code, (int)exitCode, 0) != 0) return false;
        source.Cancel();
        return true;
    }

    /// <inheritdoc />
    public void Dispose() => source.Dispose();
}
