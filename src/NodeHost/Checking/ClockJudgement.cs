using System.Globalization;

namespace ChefActors.NodeHost.Checking;

/// <summary>Whether this machine's clock is ZooKeeper's. Delivery does not rest on it; people and a Chef server do. Pure.</summary>
internal static class ClockJudgement
{
    private const string Subject = "clock";
    private const string Advice = "Let chrony or systemd-timesyncd keep it; a Chef server refuses requests that are more than 15 min off";

    private static readonly TimeSpan Fine = TimeSpan.FromSeconds(2);

    // Chef Infra Server's bound on the age of a signed request.
    private static readonly TimeSpan ChefServerTakes = TimeSpan.FromMinutes(15);

    /// <summary>Judges.</summary>
    /// <param name="ahead">How far this clock is ahead of ZooKeeper's; negative: behind; null: not known.</param>
    /// <param name="uncertainty">Half of the time that the question took.</param>
    /// <param name="whyUnknown">Why it is not known.</param>
    internal static CheckLine Of(TimeSpan? ahead, TimeSpan uncertainty, string? whyUnknown)
    {
        if (ahead is not { } difference) return CheckLine.Warning(Subject, $"not compared: {whyUnknown}", "See that the clock is kept: timedatectl");
        var distance = difference.Duration();
        if (distance - uncertainty <= Fine) return CheckLine.Ok(Subject, $"within {Seconds(distance + uncertainty)} of ZooKeeper's");
        var found = $"{Seconds(distance)} {(difference > TimeSpan.Zero ? "ahead of" : "behind")} ZooKeeper's";
        return distance - uncertainty > ChefServerTakes ? CheckLine.Fails(Subject, found, Advice) : CheckLine.Warning(Subject, found, Advice);
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString(time.TotalSeconds < 10 ? "0.0' s'" : "0' s'", CultureInfo.InvariantCulture);
}
