using System.Globalization;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;

namespace ChefActors.NodeHost.Supervising;

/// <summary>What a node host whose actors crash again and again says of itself in <c>activity</c>. Pure.</summary>
internal static class CrashWords
{
    private const int ErrorCharacters = 300;

    /// <summary>It rests and begins anew by itself.</summary>
    internal static Activity Pausing(Exception fault, int times, TimeSpan pause, DateTimeOffset now) =>
        Of(fault, times, $"it begins anew at {At(now + pause)}", now);

    /// <summary>The process ends with 1: whoever started it decides what comes next.</summary>
    internal static Activity GivenUp(Exception fault, int times, DateTimeOffset now) =>
        Of(fault, times, $"it ended with exit code 1 at {At(now)}; its log says more", now);

    private static Activity Of(Exception fault, int times, string next, DateTimeOffset now)
    {
        var error = PayloadCodec.OneLine(fault.Message);
        if (error.Length > ErrorCharacters) error = error[..ErrorCharacters] + "…";
        return new Activity { State = ActivityState.CrashLooping, Since = now, Reason = new Reason(ReasonCode.CrashLoop, $"the node host's actors crashed {times} times in a row; {next}. The latest: {error}") };
    }

    private static string At(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
