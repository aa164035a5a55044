using System.Text;
using System.Text.Json;
using ChefActors.Core.Queries;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>JSON: one object whose text is written while the log is read, or an object for each page.</summary>
internal sealed class LogJsonWriter(TextWriter output, string node, string cluster, bool byPage) : ILogWriter
{
    private const string Ending = "\"}";

    // It keeps the beginning of a character that the next page ends.
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    private bool isOpen;

    /// <inheritdoc />
    public async Task WriteAsync(LogAnswer log, long offset, ReadOnlyMemory<byte> bytes)
    {
        if (!isOpen) await output.WriteAsync(JsonSerializer.Serialize(LogDocument.Of(log, offset, node, cluster), ConsoleJson.Default.LogDocument)[..^Ending.Length]);
        isOpen = true;
        await TextAsync(bytes.Span, isLast: false);
        if (byPage) await CloseAsync();
    }

    /// <inheritdoc />
    public async Task FinishAsync()
    {
        if (!isOpen) return;
        await TextAsync([], isLast: true);
        await CloseAsync();
    }

    private Task TextAsync(ReadOnlySpan<byte> bytes, bool isLast)
    {
        var characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        var count = decoder.GetChars(bytes, characters, isLast);
        return output.WriteAsync(JsonEncodedText.Encode(characters.AsSpan(0, count)).ToString());
    }

    private async Task CloseAsync()
    {
        isOpen = false;
        await output.WriteLineAsync(Ending);
        await output.FlushAsync();
    }
}
