using ChefActors.Core.Queries;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>Lines that are safe for a terminal.</summary>
internal sealed class LogLineWriter(TextWriter output) : ILogWriter
{
    private readonly LogLines lines = new();

    /// <inheritdoc />
    public Task WriteAsync(LogAnswer log, long offset, ReadOnlyMemory<byte> bytes)
    {
        lines.Add(bytes.Span, output.WriteLine);
        return output.FlushAsync();
    }

    /// <inheritdoc />
    public Task FinishAsync()
    {
        lines.Finish(output.WriteLine);
        return output.FlushAsync();
    }
}
