using System.Globalization;
using System.Text.RegularExpressions;
using ChefActors.Core.Results;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>
/// Reads chef-client's output, pure: Chef 12 to 19, doc and min formatter (shapes: CHEF.md and the samples of the tests). It is fed line by
/// line, keeps little, and knows nothing but what was printed.
/// </summary>
internal sealed partial class ChefOutput
{
    private const int MaxCookbooks = 1000;
    private const int MaxMissing = 10;
    private readonly Dictionary<string, string> _cookbooks = new(StringComparer.Ordinal);
    private readonly List<string> _missing = [];
    private Section _section;
    private string? _printedResource;
    private string? _fatalResource;
    private bool _hasTypedFatal;
    private OutputSummary _summary = OutputSummary.Empty;

    private enum Section
    {
        None,
        Cookbooks,
        Missing,
    }

    /// <summary>The pid that holds Chef's lock while the last line says that it is waited for.</summary>
    internal int? LockHolder { get; private set; }

    /// <summary>Takes one line, without its end.</summary>
    internal void Add(string line)
    {
        // Plain searches first: most lines are none of these, and there may be very many.
        if (line.Length > 0) LockHolder = line.Contains("will wait", StringComparison.Ordinal) && LockWait().Match(line) is { Success: true } wait ? Number(wait.Groups["pid"]) : null;
        if (_summary.ChefVersion is null && line.Contains("Chef", StringComparison.Ordinal) && Version().Match(line) is { Success: true } version) _summary = _summary with { ChefVersion = version.Groups["version"].Value };
        if (_summary.FirstLine is null && !string.IsNullOrWhiteSpace(line)) _summary = _summary with { FirstLine = line.Length <= 400 ? line : line[..400] };
        if (_summary.MissingConfiguration is null && line.Contains("config file", StringComparison.Ordinal) && NoConfiguration().Match(line) is { Success: true } missing) _summary = _summary with { MissingConfiguration = missing.Groups["file"].Value };
        if (line.StartsWith("Recipe Compile Error", StringComparison.Ordinal)) _summary = _summary with { FailedToCompile = true };
        AddListed(line);
        AddFailure(line);
        AddCounts(line);
    }

    /// <summary>Lines were left out here.</summary>
    internal void Skip() => _section = Section.None;

    /// <summary>What is known now.</summary>
    internal OutputSummary Summary() => _summary with
    {
        Cookbooks = _cookbooks.Count == 0 ? null : _cookbooks,
        MissingCookbooks = [.. _missing],

        // The last word names the resource, if it was one; what was printed on the way may be of a failure that the recipe ignores.
        FailedResource = _hasTypedFatal ? _fatalResource : _printedResource,
    };

    /// <summary>Lists under a heading: each line is an item until one is not.</summary>
    private void AddListed(string line)
    {
        if (line.StartsWith("Synchronizing cookbooks", StringComparison.OrdinalIgnoreCase)) _section = Section.Cookbooks;
        else if (line.StartsWith("Missing Cookbooks:", StringComparison.Ordinal)) _section = Section.Missing;
        else if (_section == Section.Cookbooks && Cookbook().Match(line) is { Success: true } cookbook)
        {
            if (_cookbooks.Count < MaxCookbooks) _cookbooks[cookbook.Groups["name"].Value] = cookbook.Groups["version"].Value;
        }
        else if (_section == Section.Missing && MissingCookbook().Match(line) is { Success: true } missing)
        {
            if (_missing.Count < MaxMissing) _missing.Add(missing.Groups["name"].Value);
        }
        else if (line.Length > 0 && !(_section == Section.Missing && IsPreface(line))) _section = Section.None;
    }

    private static bool IsPreface(string line) => line.StartsWith("---", StringComparison.Ordinal) || line.StartsWith("The following cookbooks", StringComparison.Ordinal);

    private void AddFailure(string line)
    {
        if (line.Contains("Error executing action", StringComparison.Ordinal) && FailedAction().Match(line) is { Success: true } failed) _printedResource = failed.Groups["resource"].Value;
        if (!line.Contains("] FATAL: ", StringComparison.Ordinal))
        {
            if (_summary.Exception is null && line.Contains(":in ", StringComparison.Ordinal) && Trace().Match(line) is { Success: true } trace) _summary = _summary with { Exception = $"{trace.Groups["type"].Value}: {trace.Groups["text"].Value}" };
            return;
        }

        // Chef's last word on what went wrong; without a type it is the text that came first, but for the file of client.d that came last:
        // our handler loads the site's files, and Chef names ours behind theirs.
        if (TypedFatal().Match(line) is { Success: true } typed)
        {
            _hasTypedFatal = true;
            _summary = _summary with { Exception = typed.Groups["text"].Value };
            _fatalResource = Innermost(line);
        }
        else if (Aborting().Match(line) is { Success: true } aborting) _summary = _summary with { Exception = InnermostAbort(aborting.Groups["text"].Value) };
        else if (_summary.Exception is null && AnyFatal().Match(line) is { Success: true } any) _summary = _summary with { Exception = any.Groups["text"].Value };
    }

    /// <summary>Chef's text names resources from the outermost to the innermost, each with "had an error".</summary>
    private static string? Innermost(string line)
    {
        string? resource = null;
        foreach (Match match in HadAnError().Matches(line)) resource = match.Groups["resource"].Value;
        return resource;
    }

    private static string InnermostAbort(string text)
    {
        var at = text.LastIndexOf("Aborting due to error in '", StringComparison.Ordinal);
        return at < 0 ? text : text[at..];
    }

    private void AddCounts(string line)
    {
        if (!line.Contains(" resources ", StringComparison.Ordinal) || Finished().Match(line) is not { Success: true } counts) return;
        var (updated, total) = (Number(counts.Groups["updated"]), Number(counts.Groups["total"]));

        // A reboot says "complete" with a total and then "failed" without one: it is the same run.
        if (total is null && _summary.Resources is { Total: { } before } known && known.Updated == updated) total = before;
        _summary = _summary with { Resources = new ResourceCount(updated, total) };
    }

    private static int? Number(Group group) => int.TryParse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^((Starting )?Chef( Infra)? Client, version |\[[^\]]{10,40}\] INFO: \*\*\* Chef( Infra Client)? )(?<version>[0-9][0-9A-Za-z.+-]{0,40})", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Version();

    [GeneratedRegex(@"\] WARN: Did not find config file: (?<file>.{1,400})\. Using command line options", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NoConfiguration();

    [GeneratedRegex(@"^\s+- (?<name>[A-Za-z0-9_.-]{1,200}) \((?<version>[0-9][0-9A-Za-z.+-]{0,40})\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Cookbook();

    [GeneratedRegex(@"^(\* |No such cookbook: )(?<name>[A-Za-z0-9_.-]{1,200})", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex MissingCookbook();

    [GeneratedRegex(@"Error executing action `[^`]{1,100}` on resource '(?<resource>[^']{1,500})'", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex FailedAction();

    [GeneratedRegex(@"\] FATAL: (?<text>[A-Z][A-Za-z0-9]*(::[A-Z][A-Za-z0-9]*)*: .{1,400})", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TypedFatal();

    [GeneratedRegex(@": (?<resource>[a-z0-9_]{1,100}\[[^\]]{0,400}\]) (\([^)]{1,300}\) )?had an error: ", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex HadAnError();

    [GeneratedRegex(@"\] FATAL: (?<text>Aborting due to error in .{1,400})", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Aborting();

    [GeneratedRegex(@"\] FATAL: (?<text>[A-Za-z].{1,400})", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AnyFatal();

    /// <summary>The first line of a trace of Ruby 2.0 to 3.4, from before Chef's own log.</summary>
    [GeneratedRegex(@"^\S{1,300}:[0-9]{1,7}:in [`'][^']{1,200}': (?<text>.{1,400}) \((?<type>[A-Z][A-Za-z0-9]*(::[A-Z][A-Za-z0-9]*)*)\)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Trace();

    [GeneratedRegex(
        @"(Infra [Pp]hase (complete|failed)[,.]|Chef( Infra)? Client (finished|failed)[,.]) (?<updated>[0-9]{1,9})(/(?<total>[0-9]{1,9}))? resources (updated|would have been updated)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Finished();

    [GeneratedRegex(@"Chef( Infra)? Client (?<pid>[0-9]{1,9}) is running, will wait", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LockWait();
}
