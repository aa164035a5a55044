using ChefActors.Core.Pacing;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace ChefActors.Core.Tests.Pacing;

/// <summary>Rollouts of several controllers that take from one budget for ten minutes, each asking when it was told to, or a little later; all of them could always start more.</summary>
public sealed class PaceProperties
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Ramped = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(10);
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Takers, runs per minute, seed.</summary>
    private static readonly Arbitrary<(int Takers, int Rate, int Seed)> Budgets =
        (from takers in Gen.Choose(1, 6) from rate in Gen.Choose(30, 1200) from seed in Gen.Choose(0, int.MaxValue - 1) select (takers, rate, seed)).ToArbitrary();

    [Property(MaxTest = 30)]
    public Property No_minute_sees_more_than_the_budget_however_many_share_it() => Prop.ForAll(Budgets, b =>
    {
        var most = MostWithin(Take(b.Takers, b.Rate, b.Seed), Minute);
        return (most <= b.Rate).Label($"{most} runs in a minute of {b.Rate}");
    });

    [Property(MaxTest = 30)]
    public Property Each_has_its_share_and_together_they_use_the_budget() => Prop.ForAll(Budgets, b =>
    {
        var runs = Take(b.Takers, b.Rate, b.Seed).Where(r => r.At >= Start + Ramped).ToList();
        var fair = b.Rate * (Length - Ramped).TotalMinutes / b.Takers;
        var shares = Enumerable.Range(0, b.Takers).Select(taker => runs.Count(r => r.Taker == taker) / fair).ToList();
        return shares.All(share => share is > 0.8 and < 1.2).Label($"shares of {b.Takers} at {b.Rate}: {string.Join(' ', shares.Select(s => s.ToString("0.00", null)))}");
    });

    [Property(MaxTest = 30)]
    public Property After_a_wait_comes_no_burst(PositiveInt idleSeconds) => Prop.ForAll(Budgets, b =>
    {
        // One rollout waited, then it and others ask again and again for a second: what nobody took is not saved up.
        var document = PaceRules.Take(null, "R0", b.Rate, 1, Start).Document;
        var (begin, taken) = (Start + (idleSeconds.Get * TimeSpan.FromSeconds(7)), 0);
        for (var now = begin; now < begin + TimeSpan.FromSeconds(1); now += TimeSpan.FromMilliseconds(10))
        {
            for (var taker = 0; taker < b.Takers; taker++)
            {
                var offer = PaceRules.Take(document, $"R{taker}", b.Rate, int.MaxValue, now);
                if (offer.Count > 0) document = offer.Document;
                taken += offer.Count;
            }
        }

        return (taken <= 2 + (b.Rate / 60)).Label($"{taken} within a second at {b.Rate} a minute after {idleSeconds.Get * 7} s");
    });

    [Property(MaxTest = 30)]
    public Property One_that_begins_takes_a_quarter_at_first() => Prop.ForAll(Budgets, b =>
    {
        var quarterMinute = Take(1, b.Rate, b.Seed).Count(r => r.At < Start + (Minute / 4));

        // From 25 to 44 % of the share within these 15 s, and what may be taken at once.
        return (quarterMinute <= 2 + (b.Rate / 60) + (0.44 * b.Rate / 4)).Label($"{quarterMinute} runs in 15 s at {b.Rate} a minute");
    });

    [Property(MaxTest = 30)]
    public Property Whoever_asks_when_it_was_told_to_gets_a_run_unless_another_came_first() => Prop.ForAll(Budgets, b =>
    {
        PaceDocument? document = null;
        var now = Start;
        for (var i = 0; i < 200; i++)
        {
            var offer = PaceRules.Take(document, "R0", b.Rate, 1 + (i % 3), now);
            if (offer.Count < 1 || offer.NextAt <= now) return false.Label($"{offer.Count} at {now - Start}, next {offer.NextAt - Start}");
            (document, now) = (offer.Document, offer.NextAt);
        }

        return true.ToProperty();
    });

    [Fact]
    public void The_lowest_rate_of_those_who_take_holds_for_all()
    {
        var slow = PaceRules.Take(null, "R1", 60, 1, Start);
        var fast = PaceRules.Take(slow.Document, "R2", 6000, 100, slow.Document.Next);
        Assert.Equal((1, 60), (fast.Count, fast.Document.RunsPerMinute));
    }

    private static List<(DateTimeOffset At, int Taker)> Take(int takers, int rate, int seed)
    {
        var chance = new Random(seed);

        // A timer is never early, and late by some milliseconds or not at all.
        var lateness = TimeSpan.FromMilliseconds(seed % 3 * 8);
        var asks = Enumerable.Range(0, takers).Select(_ => Start).ToArray();
        PaceDocument? document = null;
        var runs = new List<(DateTimeOffset At, int Taker)>();
        while (true)
        {
            var taker = Array.IndexOf(asks, asks.Min());
            var now = asks[taker];
            if (now >= Start + Length) return runs;
            var offer = PaceRules.Take(document, $"R{taker}", rate, chance.Next(1, 40), now);
            if (offer.Count > 0) document = offer.Document;
            runs.AddRange(Enumerable.Repeat((now, taker), offer.Count));

            asks[taker] = offer.NextAt + (lateness * chance.NextDouble());
            if (asks[taker] <= now) asks[taker] = now + TimeSpan.FromMilliseconds(1);
        }
    }

    private static int MostWithin(List<(DateTimeOffset At, int Taker)> runs, TimeSpan window)
    {
        var (most, first) = (0, 0);
        for (var last = 0; last < runs.Count; last++)
        {
            while (runs[last].At - runs[first].At >= window) first++;
            most = Math.Max(most, last - first + 1);
        }

        return most;
    }
}
