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
    private readonly Dictionary<string, string> _cookbooks = new(StringComparer.Ordinal);
    private bool _inCookbooks;
    private OutputSummary _summary = OutputSummary.Empty;

    /// <summary>The pid that holds Chef's lock while the last line says that it is waited for.</summary>
    internal int? LockHolder { get; private set; }

    /// <summary>Takes one line, without its end.</summary>
    internal void Add(string line)
    {
        if (line.Length > 0) LockHolder = LockWait().Match(line) is { Success: true } wait ? Number(wait.Groups["pid"]) : null;
        if (_summary.ChefVersion is null && Version().Match(line) is { Success: true } version) _summary = _summary with { ChefVersion = version.Groups["version"].Value };
        else if (line.Contains("RunLockTimeout", StringComparison.Ordinal)) _summary = _summary with { LockTimedOut = true };
        AddCookbook(line);
        AddFailure(line);
        AddCounts(line);
    }

    /// <summary>What is known now.</summary>
    internal OutputSummary Summary() => _summary with { Cookbooks = _cookbooks.Count == 0 ? null : _cookbooks };

    private void AddCookbook(string line)
    {
        if (line.StartsWith("Synchronizing cookbooks", StringComparison.OrdinalIgnoreCase)) _inCookbooks = true;
        else if (_inCookbooks && Cookbook().Match(line) is { Success: true } cookbook)
        {
            if (_cookbooks.Count < MaxCookbooks) _cookbooks[cookbook.Groups["name"].Value] = cookbook.Groups["version"].Value;
        }
        else if (line.Length > 0) _inCookbooks = false;
    }

    private void AddFailure(string line)
    {
        if (FailedAction().Match(line) is { Success: true } failed) _summary = _summary with { FailedResource = failed.Groups["resource"].Value };

        // Chef's last word on what went wrong; without a type it is the text that came first.
        if (TypedFatal().Match(line) is { Success: true } typed) _summary = _summary with { Exception = typed.Groups["text"].Value };
        else if (_summary.Exception is null && AnyFatal().Match(line) is { Success: true } any) _summary = _summary with { Exception = any.Groups["text"].Value };
    }

    private void AddCounts(string line)
    {
        if (Finished().Match(line) is not { Success: true } counts) return;
        _summary = _summary with { Resources = new ResourceCount(Number(counts.Groups["updated"]), Number(counts.Groups["total"])) };
    }

    private static int? Number(Group group) => int.TryParse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^(Starting )?Chef( Infra)? Client, version (?<version>[0-9A-Za-z.+-]{1,40})", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Version();

    [GeneratedRegex(@"^\s+- (?<name>[A-Za-z0-9_.-]{1,200}) \((?<version>[0-9][0-9A-Za-z.+-]{0,40})\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Cookbook();

    [GeneratedRegex(@"Error executing action `[^`]{1,100}` on resource '(?<resource>[^']{1,500})'", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex FailedAction();

    [GeneratedRegex(@"\] FATAL: (?<text>[A-Z][A-Za-z0-9]*(::[A-Z][A-Za-z0-9]*)*: .{1,400})", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TypedFatal();

    [GeneratedRegex(@"\] FATAL: (?<text>[A-Za-z].{1,400})", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AnyFatal();

    [GeneratedRegex(
        @"(Infra [Pp]hase (complete|failed)[,.]|Chef( Infra)? Client (finished|failed)[,.]) (?<updated>[0-9]{1,9})(/(?<total>[0-9]{1,9}))? resources (updated|would have been updated)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Finished();

    [GeneratedRegex(@"Chef( Infra)? Client (?<pid>[0-9]{1,9}) is running, will wait", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LockWait();
}
