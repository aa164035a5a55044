using ChefActors.Controller.Console.Rendering;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using Spectre.Console;
using Spectre.Console.Testing;

namespace ChefActors.Controller.Tests.Console;

public sealed class ScreenTests
{
    [Fact]
    public void The_live_screen_shows_failures_first_at_80_columns()
    {
        var text = Draw(Samples.Snapshot(
            RolloutPhase.Running,
            Samples.Succeeded(1), Samples.Outstanding(2), Samples.Failed(3), Samples.Pending(4), Samples.Pending(5),
            Samples.Ended(6, ResultState.Unreachable, ReasonCode.MayStillRun, "silent for 2 min; it may still run")));
        Approval.Matches("screen-running", text);
        Assert.All(text.Split('\n'), line => Assert.True(line.GetCellWidth() <= 80, line));
    }

    [Fact]
    public void The_live_screen_shows_waves_as_bars_what_it_waits_for_and_the_last_words()
    {
        var nodes = Enumerable.Range(1, 12).Select(n => (n <= 5 ? Samples.Succeeded(n) : Samples.Pending(n)) with { Wave = n == 1 ? 0 : n <= 5 ? 1 : 2 }).ToArray();
        var snapshot = Samples.Snapshot(RolloutPhase.Waiting, nodes);
        snapshot = snapshot with
        {
            Plan = snapshot.Plan with { Waves = [new WavePlan("canary", 1, 1), new WavePlan("early", 4, 4) { Approve = true }, new WavePlan("rest", 7, 7)] },
            State = snapshot.State with
            {
                Wave = 1,
                Reason = new Reason("approval", "wave early waits for approval until 2026-03-01 14:05:00Z, then it is halted"),
                Waves = [new WaveStatus("canary", WaveState.Succeeded, 1), new WaveStatus("early", WaveState.Waiting, 4), new WaveStatus("rest", WaveState.Pending, 7)],
            },
            Control = new ControlDocument { Words = [new ControlWord("pause", "bob@ops2", Samples.Start, null), new ControlWord("resume", "bob@ops2", Samples.Start.AddSeconds(5), null)] },
        };
        var text = Draw(snapshot);
        Approval.Matches("screen-waves", text);
        Assert.All(text.Split('\n'), line => Assert.True(line.GetCellWidth() <= 80, line));
    }

    [Fact]
    public void The_live_screen_is_never_higher_than_the_terminal()
    {
        var text = Draw(Samples.Snapshot(RolloutPhase.Running, [.. Enumerable.Range(1, 300).Select(Samples.Failed)]));
        Assert.True(text.TrimEnd().Split('\n').Length < 24);
        Assert.Contains("… and ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_reasons_reach_the_screen_as_plain_text()
    {
        var text = Draw(Samples.Snapshot(
            RolloutPhase.Running, Samples.Ended(1, ResultState.Failed, "resource_failed", "[red]x[/] \u001b[31mred\u001b]0;title\u0007 \u202eevil\r\nnext\u0000", 1)));
        Assert.Contains("[red]x[/] red evil next", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\u001b[2J\u001b[1;1Hhome", "home")]
    [InlineData("\u009b31mred", "red")]
    [InlineData("a\u001b", "a")]
    [InlineData("a\u001b[", "a")]
    [InlineData("\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\", "link")]
    [InlineData("a\tb\n\n c", "a b c")]
    [InlineData("\u001bPq#0;2\u001b\\sixel", "sixel")]
    public void Text_of_nodes_loses_what_moves_or_hides(string hostile, string safe) => Assert.Equal(safe, SafeText.Line(hostile));

    [Fact]
    public void Half_a_surrogate_becomes_a_mark() => Assert.Equal("\ufffdx", SafeText.Line(string.Concat('\ud800', 'x')));

    [Fact]
    public void Time_left_goes_by_the_pace_so_far()
    {
        var tally = Samples.Snapshot(RolloutPhase.Running, Samples.Succeeded(1), Samples.Succeeded(2), Samples.Outstanding(3), Samples.Pending(4)).Tally;
        Assert.Equal(TimeSpan.FromSeconds(10), RolloutScreen.TimeLeft(tally, TimeSpan.FromSeconds(10)));
        Assert.Null(RolloutScreen.TimeLeft(ResultTally.Of(3), TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(2.44, "2.4 s")]
    [InlineData(9.97, "9 s")]
    [InlineData(59.9, "59 s")]
    [InlineData(192, "3 min 12 s")]
    [InlineData(3720, "1 h 02 min")]
    [InlineData(100_000, "1 d 3 h")]
    public void Durations_are_short(double seconds, string expected) => Assert.Equal(expected, TimeText.Duration(TimeSpan.FromSeconds(seconds)));

    private static string Draw(Controller.Rollouts.RolloutSnapshot snapshot)
    {
        using var console = new TestConsole().Width(80).Height(24);
        var seen = snapshot.Nodes.ToDictionary(n => n.Node.Value, _ => Samples.Start.AddSeconds(4));
        console.Write(RolloutScreen.Of(snapshot, "prod", Samples.Start.AddSeconds(12), seen, null, 80, 24));
        return console.Output;
    }
}
