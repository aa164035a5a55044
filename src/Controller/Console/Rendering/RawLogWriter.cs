using ChefActors.Core.Queries;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>The bytes as they are.</summary>
internal sealed class RawLogWriter(Stream output) : ILogWriter
{
    /// <inheritdoc />
    public Task WriteAsync(LogAnswer log, long offset, ReadOnlyMemory<byte> bytes) => output.WriteAsync(bytes).AsTask();

    /// <inheritdoc />
    public Task FinishAsync() => output.FlushAsync();
}
