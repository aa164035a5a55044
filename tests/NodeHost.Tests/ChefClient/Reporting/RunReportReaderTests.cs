using System.Text;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.ChefClient.Reporting;
using FsCheck;
using FsCheck.Xunit;

namespace ChefActors.NodeHost.Tests.ChefClient.Reporting;

public sealed class RunReportReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("no json", "")]
    [InlineData("[]", "an object is expected")]
    [InlineData("""{"command":"R1"}""", "no version")]
    [InlineData("""{"v":2,"command":"R1"}""", "version 2")]
    [InlineData("""{"v":1}""", "it is of command ''")]
    [InlineData("""{"v":1,"command":"R2"}""", "it is of command 'R2', this is R1")]
    [InlineData("""{"v":1,"command":"R1","ended":true}""", "not how")]
    [InlineData("""{"v":1,"command":"R1","updated":"3"}""", "")]
    [InlineData("""{"v":1,"command":"R1","updated":1,"updated":2}""", "")]
    public void What_is_no_report_of_this_run_is_refused_with_a_reason(string text, string reason)
    {
        Assert.Null(RunReportReader.Read(Encoding.UTF8.GetBytes(text), "R1", out var refusal));
        Assert.Contains(reason, refusal, StringComparison.Ordinal);
        Assert.InRange(refusal!.Length, 1, 300);
    }

    [Fact]
    public void What_is_too_long_too_many_or_below_nothing_is_bounded()
    {
        var items = string.Join(',', Enumerable.Range(0, 1500).Select(number => $"\"recipe-{number}\""));
        var json = $$"""{"v":1,"command":"R1","ended":true,"succeeded":false,"updated":-3,"resources_done":-1,"exception":"{{new string('x', 5000)}}","chef_mode":"rm -rf","failed_resource":"a\nb\u001b[31m","recipes":[{{items}},null],"later":{"a":1} }""";
        var report = RunReportReader.Read(Encoding.UTF8.GetBytes(json), "R1", out _)!;
        Assert.Equal((null, null, null), (report.Updated, report.ResourcesDone, report.ChefMode));
        Assert.Equal((500, "a b [31m", 1000), (report.Exception!.Length, report.FailedResource, report.Recipes!.Count));
    }

    [Property(MaxTest = 300)]
    public bool Any_bytes_are_a_report_or_a_refusal(byte[] bytes) => RunReportReader.Read(bytes, "R1", out var refusal) is null == refusal is not null;

    [Fact]
    public void The_output_is_completed_by_what_the_handler_knows_better()
    {
        var printed = new OutputSummary { Exception = "E: printed", FailedResource = "file[/ignored]", Cookbooks = new Dictionary<string, string> { ["a"] = "1.0.0" }, ChefVersion = "18.1.0" };
        var failed = printed.CompletedBy(new RunReport { Ended = true, Succeeded = false, Updated = 2, Exception = "E: noted" });
        Assert.Equal((null, "E: noted", 2, null, "18.1.0"), (failed.FailedResource, failed.Exception, failed.Resources!.Updated, failed.Resources.Total, failed.ChefVersion));
        Assert.Single(failed.Cookbooks!);
        var live = printed.CompletedBy(new RunReport { ResourcesDone = 4, Resource = "execute[x]" });
        Assert.Equal((null, 4, "execute[x]", "E: printed"), (live.Resources, live.ResourcesDone, live.ResourceAtWork, live.Exception));
        Assert.Same(printed, printed.CompletedBy(null));
    }
}
