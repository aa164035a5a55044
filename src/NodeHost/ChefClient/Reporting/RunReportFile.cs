using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost.ChefClient.Reporting;

/// <summary>Reads <c>report.json</c> of a run, bounded; one that cannot be used is as good as none, and is logged.</summary>
internal sealed partial class RunReportFile(ILogger<RunReportFile> logger)
{
    /// <summary>The report of a run that is over, or null: there is none, or none that can be used.</summary>
    internal async Task<RunReport?> ReadAsync(RunDirectory directory, string command, CancellationToken cancellationToken)
    {
        var (report, refusal) = await LookAsync(directory, command, cancellationToken);
        if (refusal is not null) LogIgnored(logger, command, directory.Report, refusal);
        return report;
    }

    /// <summary>The report of a run that lives, or null; looked at every few seconds, so nothing is said of one that cannot be used.</summary>
    internal static async Task<RunReport?> ReadLiveAsync(RunDirectory directory, string command, CancellationToken cancellationToken) =>
        (await LookAsync(directory, command, cancellationToken)).Report;

    private static async Task<(RunReport? Report, string? Refusal)> LookAsync(RunDirectory directory, string command, CancellationToken cancellationToken)
    {
        var path = directory.Report;
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists) return default;

            // A pipe or a device has no length, and opening or reading it might never end.
            if (info.LinkTarget is not null || info.Length == 0) return (null, "it is empty, a link or no plain file");
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

            // One byte more than there should be, and never more than that: a file that is too large or grows is refused.
            var data = new byte[Math.Min(file.Length, RunReportReader.MaxBytes) + 1];
            var length = await file.ReadAtLeastAsync(data, data.Length, throwOnEndOfStream: false, cancellationToken);
            return (RunReportReader.Read(data.AsMemory(0, length), command, out var refusal), refusal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "command {CommandId}: the report {Path} is ignored, the output is read instead: {Reason}")]
    private static partial void LogIgnored(ILogger logger, string commandId, string path, string? reason);
}
