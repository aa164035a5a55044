using System.Text;
using ChefActors.Controller.Demo;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Tests.Demo;

public sealed class DemoStoryTests
{
    private const string Connect = "127.0.0.1:65535";
    private static readonly TimeSpan Took = TimeSpan.FromSeconds(123.4);
    private static readonly byte[] Result = Encoding.UTF8.GetBytes(
        """{"v":1,"command":"slot-c","rollout":null,"node":"web-1.demo","state":"succeeded","exit_code":0,"run_list":["recipe[cookbook_c]"],"log_tail":"many\nlines","log_cut_bytes":0}""");

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(200)]
    public void No_line_is_wider_than_a_screen_of_80_columns(int count)
    {
        var nodes = DemoNode.Fleet(count);
        var ended = new CommandResult { Command = "x", Node = nodes[0].Name, State = ResultState.Succeeded };
        string[] story =
        [
            .. DemoStory.Opening(count, Connect), DemoStory.SlotHeading, .. DemoStory.Slot(nodes[0]), .. DemoStory.SlotResult(nodes[0], Result, Took), .. DemoStory.SlotIdle(nodes[0]),
            .. DemoStory.Starting(count), .. DemoStory.Serving(count, Took), DemoStory.FleetHeading(count), .. DemoStory.Fleet(nodes), .. DemoStory.FleetEnd(nodes),
            DemoStory.AdoptionHeading, .. DemoStory.Adoption(nodes[0], 90), .. DemoStory.Running(4194303, 4194303), .. DemoStory.Killed(4194303, 4194303),
            .. DemoStory.Back(4194303, 4194303, Took), .. DemoStory.AdoptionEnd(ended, 1, 1),
            DemoStory.CanaryHeading, .. DemoStory.CanaryPlan(), .. DemoStory.Why(Halted), .. DemoStory.Mended(Console.Samples.Id), .. DemoStory.CanaryEnd(count),
            .. DemoStory.Closing("./chefactors", Connect, nodes[^1], stays: true, Took), .. DemoStory.Closing("./chefactors", Connect, nodes[^1], stays: false, Took),
        ];
        Assert.All(story, line => Assert.True(line.Length <= 80, $"{line.Length}: {line}"));
    }

    private static RolloutSnapshot Halted
    {
        get
        {
            var snapshot = Console.Samples.Snapshot(RolloutPhase.Halted, Console.Samples.Failed(1), Console.Samples.Pending(2));
            return snapshot with
            {
                State = snapshot.State with
                {
                    Halt = new HaltCause("failures", "1 failures in wave canary: the limit is 1 (10%)", Console.Samples.Start, Console.Samples.Start.AddDays(1)) { Wave = "canary", Value = 1, Limit = 1, Nodes = ["web-1.demo"] },
                },
            };
        }
    }

    [Fact]
    public void The_stand_in_is_called_one() =>
        Assert.Contains(DemoStory.Opening(12, Connect), line => line.Contains("stand-in, it converges nothing", StringComparison.Ordinal));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_end_has_three_commands_that_stand_alone_on_their_lines(bool stays)
    {
        var lines = DemoStory.Closing("./chefactors", Connect, DemoNode.Fleet(4)[3], stays, Took);
        Assert.Equal(
            [$"./chefactors --zookeeper {Connect} nodes", $"./chefactors --zookeeper {Connect} push 'recipe[motd]' --to role=web", $"./chefactors --zookeeper {Connect} node db-1.demo"],
            lines.Where(l => l.StartsWith("./chefactors", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_result_is_shown_as_it_stands_but_for_the_tail_of_its_log()
    {
        var lines = ResultExcerpt.Lines(Result, 40);
        Assert.All(lines, line => Assert.True(line.Length <= 40, line));
        Assert.Equal(Encoding.UTF8.GetString(Result).Replace("many\\nlines", "…", StringComparison.Ordinal), string.Concat(lines));
    }
}
