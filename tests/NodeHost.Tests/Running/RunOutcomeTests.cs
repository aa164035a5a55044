using System.Text;
using ChefActors.Core.Results;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Journal;
using ChefActors.NodeHost.Running;
using ChefActors.NodeHost.Tests.Journal;

namespace ChefActors.NodeHost.Tests.Running;

public sealed class RunOutcomeTests
{
    [Theory]
    [InlineData(0, ResultState.Succeeded, null)]
    [InlineData(1, ResultState.Failed, ReasonCode.ExitCode)]
    [InlineData(2, ResultState.Failed, ReasonCode.Signal)]
    [InlineData(3, ResultState.Failed, ReasonCode.Signal)]
    [InlineData(35, ResultState.RebootPending, ReasonCode.ExitCode)]
    [InlineData(37, ResultState.RebootPending, ReasonCode.ExitCode)]
    [InlineData(41, ResultState.Failed, ReasonCode.ExitCode)]
    [InlineData(43, ResultState.Failed, ReasonCode.Configuration)]
    [InlineData(126, ResultState.Failed, ReasonCode.ChefClientMissing)]
    [InlineData(127, ResultState.Failed, ReasonCode.ChefClientMissing)]
    [InlineData(130, ResultState.Failed, ReasonCode.Signal)]
    [InlineData(137, ResultState.Failed, ReasonCode.Signal)]
    [InlineData(172, ResultState.Failed, ReasonCode.Licence)]
    [InlineData(173, ResultState.Failed, ReasonCode.Licence)]
    [InlineData(174, ResultState.Failed, ReasonCode.Licence)]
    [InlineData(213, ResultState.Failed, ReasonCode.ExitCode)]
    [InlineData(7, ResultState.Failed, ReasonCode.ExitCode)]
    public void An_exit_code_is_a_state_and_a_reason(int code, ResultState state, string? reason)
    {
        var (found, why) = RunOutcome.Of(code, null, OutputSummary.Empty);
        Assert.Equal(state, found);
        Assert.Equal(reason, why?.Code);
    }

    [Theory]
    [InlineData(0, ResultState.Succeeded)]
    [InlineData(35, ResultState.RebootPending)]
    [InlineData(37, ResultState.RebootPending)]
    [InlineData(1, ResultState.Cancelled)]
    [InlineData(2, ResultState.Cancelled)]
    [InlineData(137, ResultState.Cancelled)]
    public void A_stopped_run_is_cancelled_unless_it_ended_well(int code, ResultState state) => Assert.Equal(state, RunOutcome.Of(code, StopCause.Cancelled, OutputSummary.Empty).State);

    [Fact]
    public void A_stopped_run_out_of_time_is_timed_out() => Assert.Equal(ResultState.TimedOut, RunOutcome.Of(2, StopCause.TimedOut, OutputSummary.Empty).State);

    [Fact]
    public void Code_1_with_the_lock_not_obtained_is_locked_out_and_0_is_not()
    {
        var output = OutputSummary.Empty with { Exception = "Chef::Exceptions::RunLockTimeout: Unable to acquire lock. Waited 3 seconds for 10934 to release." };
        Assert.Equal(ResultState.LockedOut, RunOutcome.Of(1, null, output).State);
        Assert.Equal(ResultState.Succeeded, RunOutcome.Of(0, null, output).State);
    }

    [Fact]
    public void The_failing_resource_is_named_before_anything_else()
    {
        var reason = RunOutcome.Of(1, null, OutputSummary.Empty with { FailedResource = "execute[x]", Exception = "E: why" }).Reason!;
        Assert.Equal(ReasonCode.ResourceFailed, reason.Code);
        Assert.Equal("execute[x]: E: why", reason.Text);
    }

    [Theory]
    [InlineData(ResultState.Succeeded, 1024)]
    [InlineData(ResultState.Failed, 16 * 1024)]
    public void The_tail_is_cut_to_its_bound_at_whole_characters_and_says_how_much_is_missing(ResultState state, int bound)
    {
        foreach (var text in new[] { new string('x', 20_000), string.Concat(Enumerable.Repeat("ü", 10_000)), string.Concat(Enumerable.Repeat("😀", 5_000)), "a" + string.Concat(Enumerable.Repeat("😀", 5_000)) })
        {
            var bytes = Encoding.UTF8.GetByteCount(text);
            var result = RunOutcome.Result(Records.Start("R1"), state, null, 0, OutputSummary.Empty with { Tail = text, TotalBytes = bytes }, Records.Now, "1");
            var kept = Encoding.UTF8.GetByteCount(result.LogTail!);
            Assert.InRange(kept, bound - 16, bound);
            Assert.EndsWith(result.LogTail!, text, StringComparison.Ordinal);
            Assert.DoesNotContain('\uFFFD', result.LogTail!);
            Assert.Equal(bytes - kept, result.LogCutBytes);
        }
    }

    [Fact]
    public void The_end_is_a_whole_millisecond_as_it_travels()
    {
        var result = RunOutcome.Result(Records.Start("R1"), ResultState.Succeeded, null, 0, OutputSummary.Empty, Records.Now.AddTicks(12_345), "1");
        Assert.Equal(Records.Now.AddMilliseconds(1), result.FinishedAt);
    }
}
