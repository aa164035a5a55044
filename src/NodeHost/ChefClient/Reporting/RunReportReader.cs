using ChefActors.Core.Znodes;

namespace ChefActors.NodeHost.ChefClient.Reporting;

/// <summary>
/// A report's bytes become a report or a refusal. Pure. Recipes run as the user that writes it, so anything may stand there: it is bounded, kept
/// on one line, and believed only for the command that it names.
/// </summary>
internal static class RunReportReader
{
    /// <summary>Bytes of a report.</summary>
    internal const int MaxBytes = 256 * 1024;

    private const int MaxText = 500;
    private const int MaxItems = 1000;

    /// <summary>Reads it.</summary>
    /// <param name="data">The file's content.</param>
    /// <param name="command">The run's command.</param>
    /// <param name="refusal">Why it is ignored; null: it is not.</param>
    internal static RunReport? Read(ReadOnlyMemory<byte> data, string command, out string? refusal)
    {
        var reading = PayloadCodec.Read(data, ReportJson.Default.RunReport, MaxBytes);
        refusal = reading.Error?.Text;
        if (reading.Value is not { } report) return null;
        if (report.Command != command)
        {
            refusal = $"it is of command '{PayloadCodec.OneLine(report.Command ?? "")}', this is {command}";
            return null;
        }

        if (report.Ended && report.Succeeded is null)
        {
            refusal = "it says that the run ended and not how";
            return null;
        }

        return Bounded(report);
    }

    private static RunReport Bounded(RunReport report) => report with
    {
        ResourcesDone = Count(report.ResourcesDone),
        Resource = Text(report.Resource),
        Updated = Count(report.Updated),
        Total = Count(report.Total),
        FailedResource = Text(report.FailedResource),
        Exception = Text(report.Exception),
        Cookbooks = Versions(report.Cookbooks),
        ChefVersion = Text(report.ChefVersion),
        ChefNodeName = Text(report.ChefNodeName),
        ChefServer = Text(report.ChefServer),
        ChefMode = report.ChefMode is "run_list" or "policyfile" ? report.ChefMode : null,
        ChefEnvironment = Text(report.ChefEnvironment),
        PolicyName = Text(report.PolicyName),
        PolicyGroup = Text(report.PolicyGroup),
        Roles = Items(report.Roles),
        Recipes = Items(report.Recipes),
        ChefTags = Items(report.ChefTags),
    };

    private static int? Count(int? count) => count is >= 0 ? count : null;

    private static string? Text(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var cut = text.Length <= MaxText ? text : text[..(char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText)];
        return string.Concat(cut.Select(c => char.IsControl(c) ? ' ' : c));
    }

    private static IReadOnlyList<string>? Items(IReadOnlyList<string>? items) => items?.Take(MaxItems).Select(Text).OfType<string>().ToArray();

    private static Dictionary<string, string>? Versions(IReadOnlyDictionary<string, string>? cookbooks)
    {
        if (cookbooks is null) return null;
        var bounded = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, version) in cookbooks.Take(MaxItems))
        {
            if (Text(name) is { } key && Text(version) is { } value) bounded[key] = value;
        }

        return bounded.Count == 0 ? null : bounded;
    }
}
