namespace ChefActors.Core.Pacing;

/// <summary>
/// The budget of runs per minute that rollouts share, as a function. Nothing is saved up while nobody takes, so there is no burst after a wait; each
/// active rollout has an equal share; a rollout that begins ramps up from a quarter of its share within a minute.
/// </summary>
public static class PaceRules
{
    /// <summary>Rollouts in one budget; the one that was not seen for the longest time goes.</summary>
    public const int TakersAtMost = 100;

    /// <summary>Runs per minute of a budget.</summary>
    public const int RunsPerMinuteAtMost = 100_000;

    /// <summary>No rule puts a time of the budget further ahead.</summary>
    private static readonly TimeSpan AheadAtMost = TimeSpan.FromDays(1);

    /// <summary>Runs that may be taken at once: those of so much time.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    /// <summary>A minute, and what may be taken at once on top of it: so no minute sees more than the budget.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1) + AtOnce;

    private static readonly TimeSpan RampFor = TimeSpan.FromMinutes(1);

    /// <summary>A rollout that has let its turn go by for so long takes no more.</summary>
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromMinutes(1);

    private const double RampFrom = 0.25;

    /// <summary>Who has just taken lets others go first when they wait for the same run.</summary>
    private const double Courtesy = 1.02;

    /// <summary>What may be taken at <paramref name="now"/>.</summary>
    /// <param name="document">The budget as read; null: nobody took from it yet. One that no rule can have made is begun anew, as it would stop all who take.</param>
    /// <param name="rollout">Who asks.</param>
    /// <param name="runsPerMinute">What its plan says, from 1. The lowest of all active rollouts holds.</param>
    /// <param name="wanted">How many runs it could start, from 1.</param>
    /// <param name="now">ZooKeeper's time.</param>
    public static PaceOffer Take(PaceDocument? document, string rollout, int runsPerMinute, int wanted, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runsPerMinute, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(wanted, 1);
        if (document is not null && !IsSound(document, now)) document = null;
        var others = (document?.Takers ?? []).Where(t => t.Rollout != rollout && IsActive(t, now)).ToList();
        var me = document?.Takers.FirstOrDefault(t => t.Rollout == rollout && IsActive(t, now)) ?? new PaceTaker(rollout, runsPerMinute, now, now, now);
        var rate = others.Select(t => t.RunsPerMinute).Append(runsPerMinute).Min();
        var interval = Period / rate;
        var mine = interval * (others.Count + 1) * Courtesy / Ramp(now - me.Since);
        var next = Later(document?.Next ?? now, now);
        var (shared, own) = (Room(next, interval, now), Room(Later(me.Next, now), mine, now));
        var count = Math.Min(wanted, Math.Min(shared, own));
        if (count == 0) return new PaceOffer(0, document ?? new PaceDocument(), Later(next, me.Next));

        var after = me with { RunsPerMinute = runsPerMinute, Seen = now, Next = Later(me.Next, now) + (mine * count) };
        var shareNext = next + (interval * count);
        return new PaceOffer(
            count,
            new PaceDocument { RunsPerMinute = rate, Next = shareNext, Takers = [after, .. others.OrderByDescending(t => t.Seen).Take(TakersAtMost - 1)] },
            Later(shareNext, after.Next));
    }

    /// <summary>How many of these intervals begin from <paramref name="next"/> on within what may be taken at once.</summary>
    private static int Room(DateTimeOffset next, TimeSpan interval, DateTimeOffset now)
    {
        if (next > now) return 0;
        return 1 + (int)Math.Min(int.MaxValue - 1, Math.Floor(AtOnce / interval));
    }

    private static bool IsSound(PaceDocument document, DateTimeOffset now)
    {
        var latest = now + AheadAtMost;
        return document.Next <= latest && document.Takers.Count <= TakersAtMost
            && document.Takers.All(t => t is { RunsPerMinute: >= 1 and <= RunsPerMinuteAtMost } && t.Since <= latest && t.Next <= latest && t.Seen <= latest);
    }

    private static double Ramp(TimeSpan since) => Math.Clamp(RampFrom + ((1 - RampFrom) * (since / RampFor)), RampFrom, 1);

    private static bool IsActive(PaceTaker taker, DateTimeOffset now) => now <= Later(taker.Seen, taker.Next) + ForgottenAfter;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
