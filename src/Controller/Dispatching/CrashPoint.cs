using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ChefActors.Controller.Dispatching;

/// <summary>
/// A named write before or after which this process kills itself (SIGKILL), for tests that prove what is promised after a crash exactly there:
/// <c>KIND.before</c>, <c>KIND.after</c>, where KIND is a <see cref="WriteKind"/>; <c>KIND.2.before</c> is the second write of that kind.
/// Without a name nothing ever happens. What is promised at each stands in docs/invariants.md. The node host has its own.
/// </summary>
internal sealed partial class CrashPoint
{
    /// <summary>The environment variable that names the point. Not the node host's: what a console starts would inherit that.</summary>
    public const string Variable = "CHEFACTORS_CONTROLLER_CRASH_AT";

    private readonly WriteKind? _kind;
    private readonly int _number = 1;
    private readonly bool _isAfter;
    private int _seen;

    private CrashPoint(WriteKind kind, int number, bool isAfter) => (_kind, _number, _isAfter) = (kind, number, isAfter);

    private CrashPoint()
    {
    }

    /// <summary>No such point.</summary>
    public static CrashPoint None { get; } = new();

    /// <summary>All points but for their numbers.</summary>
    public static IReadOnlyList<string> Names => [.. Enum.GetValues<WriteKind>().SelectMany(kind => new[] { $"{kind}.before", $"{kind}.after" })];

    /// <summary>Reads a name; null or empty: none. One that there is not is an error, as a test with it would kill nobody.</summary>
    public static bool TryParse(string? name, out CrashPoint point, [NotNullWhen(false)] out string? error)
    {
        (point, error) = (None, null);
        if (string.IsNullOrEmpty(name)) return true;
        var parts = name.Split('.');
        var number = 1;
        var isNumbered = parts.Length == 3 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
        if ((parts.Length == 2 || isNumbered) && Names.Contains($"{parts[0]}.{parts[^1]}", StringComparer.Ordinal))
        {
            point = new CrashPoint(Enum.Parse<WriteKind>(parts[0]), number, parts[^1] == "after");
            return true;
        }

        error = $"{Variable}: found '{name}'; allowed: {string.Join(", ", Names)}, or with a number as in Dispatch.2.before";
        return false;
    }

    /// <summary>Before a write is sent.</summary>
    public void Before(WriteKind kind)
    {
        if (kind == _kind && ++_seen == _number && !_isAfter) _ = Kill(Environment.ProcessId, 9);
    }

    /// <summary>After its answer.</summary>
    public void After(WriteKind kind)
    {
        if (kind == _kind && _seen == _number && _isAfter) _ = Kill(Environment.ProcessId, 9);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
