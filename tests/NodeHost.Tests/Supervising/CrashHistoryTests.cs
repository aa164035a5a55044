using ChefActors.NodeHost.Supervising;

namespace ChefActors.NodeHost.Tests.Supervising;

/// <summary>The pause grows with each crash in a row, within its bounds, and a quiet while is a new beginning.</summary>
public sealed class CrashHistoryTests
{
    private static readonly RestartPolicy _policy = new(TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), 10);

    [Theory]
    [InlineData(1, 0.2)]
    [InlineData(2, 0.4)]
    [InlineData(5, 3.2)]
    [InlineData(8, 25.6)]
    [InlineData(9, 30)]
    [InlineData(1_000_000, 30)]
    public void The_pause_doubles_up_to_the_longest_and_is_spread_by_a_quarter(int crashes, double seconds)
    {
        var pauses = Enumerable.Range(0, 200).Select(seed => _policy.Pause(crashes, seed).TotalSeconds).ToList();
        Assert.All(pauses, pause => Assert.InRange(pause, 0.75 * seconds, seconds));
        Assert.True(pauses.Max() - pauses.Min() > 0.2 * seconds, "hosts that crash together do not come back together");
        Assert.Equal(pauses, Enumerable.Range(0, 200).Select(seed => _policy.Pause(crashes, seed).TotalSeconds));
    }

    [Fact]
    public void Crashes_in_a_row_are_counted_to_the_end_and_forgotten_after_a_quiet_while()
    {
        var (history, now) = (new CrashHistory(), TimeSpan.FromHours(1));
        for (var crash = 1; crash <= 9; crash++)
        {
            history = history.Crashed(_policy, now += TimeSpan.FromSeconds(299));
            Assert.Equal(crash, history.InARow);
            Assert.NotNull(history.Pause(_policy, 1));
        }

        Assert.Null(history.Crashed(_policy, now + TimeSpan.FromSeconds(1)).Pause(_policy, 1));
        Assert.Equal(1, history.Crashed(_policy, now + TimeSpan.FromMinutes(5)).InARow);
    }

    [Fact]
    public void What_never_gives_up_rests_the_longest_for_ever()
    {
        var policy = _policy with { GiveUpAfter = null };
        var history = new CrashHistory();
        for (var crash = 0; crash < 1000; crash++) history = history.Crashed(policy, TimeSpan.FromSeconds(crash));
        Assert.InRange(history.Pause(policy, 1)!.Value.TotalSeconds, 22.5, 30);
    }
}
