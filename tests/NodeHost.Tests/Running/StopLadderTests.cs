using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Running;

namespace ChefActors.NodeHost.Tests.Running;

public sealed class StopLadderTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(6);

    [Fact]
    public void It_is_SIGINT_SIGINT_and_then_force_for_ever()
    {
        var ladder = StopLadder.From(TimeSpan.Zero);
        var signals = new List<ChefSignal?>();
        for (var i = 0; i < 5; i++)
        {
            (var signal, ladder) = ladder.Step(Step * i, Step);
            signals.Add(signal);
        }

        Assert.Equal([ChefSignal.Interrupt, ChefSignal.Interrupt, ChefSignal.Kill, ChefSignal.Kill, ChefSignal.Kill], signals);
    }

    [Fact]
    public void No_step_comes_early_and_a_late_one_does_not_hurry_the_next()
    {
        var (_, ladder) = StopLadder.From(TimeSpan.Zero).Step(TimeSpan.Zero, Step);
        Assert.Equal((null, ladder), ladder.Step(TimeSpan.FromSeconds(5.9), Step));
        var (signal, after) = ladder.Step(TimeSpan.FromSeconds(60), Step);
        Assert.Equal((ChefSignal.Interrupt, TimeSpan.FromSeconds(66)), (signal, after.DueAt));
    }
}
