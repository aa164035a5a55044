using ChefActors.NodeHost.Supervising;

namespace ChefActors.NodeHost.Tests.Supervising;

/// <summary>What ends a node host, and whether it is started again.</summary>
public sealed class SupervisorDecisionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(134)]
    [InlineData(137)]
    [InlineData(143)]
    public void Whatever_ended_it_it_is_started_again_after_about_a_second(int code)
    {
        var again = Assert.IsType<SupervisorStep.StartAgain>(After(code));
        Assert.InRange(again.Pause.TotalSeconds, 0.75, 1);
        Assert.Equal(1, again.Ends.InARow);
    }

    [Theory]
    [InlineData(2, false, 2)]
    [InlineData(0, true, 0)]
    [InlineData(1, true, 1)]
    [InlineData(143, true, 143)]
    public void A_wrong_flag_and_an_end_that_was_asked_for_end_the_supervisor_with_the_same_code(int code, bool isToEnd, int expected) =>
        Assert.Equal(new SupervisorStep.Exit(expected), After(code, isToEnd));

    [Fact]
    public void Ends_in_a_row_are_answered_ever_later_up_to_a_minute_and_never_given_up_and_a_long_life_is_a_new_beginning()
    {
        var (ends, now) = (new CrashHistory(), TimeSpan.Zero);
        List<double> pauses = [];
        for (var i = 0; i < 50; i++)
        {
            var again = Assert.IsType<SupervisorStep.StartAgain>(SupervisorDecision.After(1, false, ends, 1, now));
            ends = again.Ends;
            pauses.Add(again.Pause.TotalSeconds);
            now += again.Pause + TimeSpan.FromSeconds(1);
        }

        Assert.All(pauses.Take(6).Select((pause, i) => pause / Math.Pow(2, i)), ratio => Assert.InRange(ratio, 0.75, 1));
        Assert.All(pauses.Skip(6), pause => Assert.InRange(pause, 45, 60));
        Assert.InRange(Assert.IsType<SupervisorStep.StartAgain>(SupervisorDecision.After(1, false, ends, 1, now + TimeSpan.FromMinutes(5))).Pause.TotalSeconds, 0.75, 1);
    }

    private static SupervisorStep After(int code, bool isToEnd = false) => SupervisorDecision.After(code, isToEnd, new CrashHistory(), 1, TimeSpan.FromHours(1));
}
