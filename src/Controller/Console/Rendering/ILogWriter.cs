using ChefActors.Core.Queries;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>Writes a log to stdout, piece by piece.</summary>
internal interface ILogWriter
{
    /// <summary>The next piece.</summary>
    /// <param name="log">What the node said of the log with it.</param>
    /// <param name="offset">Bytes of the log before the piece.</param>
    /// <param name="bytes">The piece.</param>
    Task WriteAsync(LogAnswer log, long offset, ReadOnlyMemory<byte> bytes);

    /// <summary>Nothing comes after it.</summary>
    Task FinishAsync();
}
