using System.Text;
using ChefActors.ChefStandIn.Native;

namespace ChefActors.ChefStandIn.Output;

/// <summary>Where the run prints: stdout or the <c>-L</c> file, unbuffered, so that every write is seen as it happens.</summary>
internal sealed class OutputStream(int descriptor)
{
    internal const int StandardOutput = 1;
    internal const int StandardError = 2;

    private readonly int _descriptor = descriptor;

    internal void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Like chef-client, dies at once with 1 when nobody reads any more: no handler runs, nothing further is converged.</summary>
    internal void Write(ReadOnlySpan<byte> bytes)
    {
        if (!Descriptor.WriteAll(_descriptor, bytes))
            throw new OutputClosedException();
    }

    internal void WriteLine(string line) => Write(line + "\n");

    /// <summary>A line of Chef's logger: time, severity, text.</summary>
    internal void Log(string severity, string text) => WriteLine($"[{Timestamps.Log()}] {severity}: {text}");
}
