using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Journal;
using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost.ChefClient.Reporting;

/// <summary>
/// <c>chef-facts.json</c> in the state directory: UTF-8 JSON of <see cref="ChefFacts"/>, mode 0600, replaced as a whole and synced. It decides
/// nothing, so a failure to keep it is logged and no more.
/// </summary>
internal sealed partial class ChefFactsFile(string stateDirectory, ILogger<ChefFactsFile> logger)
{
    private const int MaxBytes = 256 * 1024;
    private readonly string _path = Path.Combine(stateDirectory, "chef-facts.json");

    /// <summary>What is known; <see cref="ChefFacts"/> without anything when there is no file, or none that can be read.</summary>
    internal ChefFacts Read()
    {
        try
        {
            if (!File.Exists(_path)) return new ChefFacts();
            if (new FileInfo(_path).Length > MaxBytes) throw new IOException($"it has more than {MaxBytes} bytes");
            var reading = PayloadCodec.Read(File.ReadAllBytes(_path), ReportJson.Default.ChefFacts, MaxBytes);
            if (reading.Value is { } facts) return facts;
            LogUnreadable(logger, _path, reading.Error!.Text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(logger, _path, e.Message);
        }

        return new ChefFacts();
    }

    /// <summary>Adds what one more run told; writes only what changed.</summary>
    internal void Note(RunReport? report, string? printedVersion)
    {
        var before = Read();
        var known = PayloadCodec.Write(before, ReportJson.Default.ChefFacts);
        var now = PayloadCodec.Write(before.After(report, printedVersion), ReportJson.Default.ChefFacts);
        if (now.AsSpan().SequenceEqual(known) && File.Exists(_path)) return;
        try
        {
            DurableFile.Replace(_path, now);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotKept(logger, _path, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "what Chef's runs told of this node cannot be read from {Path} and is begun anew: {Error}")]
    private static partial void LogUnreadable(ILogger logger, string path, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "what Chef's run told of this node was not kept in {Path}: {Error}")]
    private static partial void LogNotKept(ILogger logger, string path, string error);
}
