using System.Diagnostics;
using System.Text;
using System.Text.Json;
using ChefActors.Controller.Console;
using ChefActors.Controller.Fleet;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Queries;
using ChefActors.Core.Results;
using ChefActors.Testing;

namespace ChefActors.Controller.Tests.Console;

public sealed class LogVerbTests : IDisposable
{
    private const string Node = "web-1.example.com";
    private readonly VerbRig rig = new();

    public void Dispose() => rig.Dispose();

    [Fact]
    public async Task The_latest_log_is_shown_whole_and_what_it_is_on_stderr()
    {
        var node = On(LoggedNode.Of(Node, "Converging 3 resources\n  * package[nginx] action install\nInfra Phase complete\n"u8.ToArray()));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("log", Node));
        Approval.Matches("log", rig.Shown + "--- stderr\n" + rig.Error);
        Assert.Equal(new Query.Log(null, null, 0, Query.LogBytesAtMost), Assert.Single(node.Asked));
        var plan = rig.Cluster.Driver.Started!;
        Assert.Equal((CommandKind.Query, Node, 1), (plan.Plan.Command.Kind, plan.Plan.Target, plan.Plan.Waves[0].Targets));
        Assert.True(rig.Cluster.Driver.IsDisposed);
    }

    [Fact]
    [Trait(Suite.Key, Suite.Long)]
    public async Task A_long_log_is_paged_to_its_end_each_byte_once_and_the_pages_behind_are_removed()
    {
        var content = new byte[5_000_000];
        new Random(5).NextBytes(content);
        var node = On(LoggedNode.Of(Node, content));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("log", Node, "R1", "--raw"));
        Assert.True(rig.Bytes.ToArray().AsSpan().SequenceEqual(content));
        Assert.InRange(node.Asked.Count, 15, 25);
        Assert.Equal(node.Asked.Count - 1, rig.Cluster.Removed.Count);
        Assert.All(node.Asked.Skip(1).Cast<Query.Log>(), asked => Assert.Equal(("R1", 1), (asked.Command, asked.Attempt)));
    }

    [Fact]
    public async Task What_would_take_over_a_terminal_is_made_harmless_and_what_was_cut_is_said()
    {
        rig.Terminal = true;
        On(LoggedNode.Of(Node, [
            .. "plain\ttab\r\n\u001b[31mred\u001b[0m \u001b]0;title\u0007done\n 10%\r 50%\r100%\nno utf-8: \n"u8, 0xff, 0xfe, (byte)'\n', .. Encoding.UTF8.GetBytes(new string('é', 40_000)), .. "\nlast without an end"u8]));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("log", Node));
        var lines = rig.Output.ToString().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(["plain    tab", "red done", "100%", "no utf-8: ", "\ufffd\ufffd"], lines[..5]);
        Assert.Equal(new string('é', 32_768) + " … (cut: this line has 80,000 bytes, see --raw)", lines[5]);
        Assert.Equal("last without an end", lines[6]);
        Assert.DoesNotContain('\u001b', rig.Output.ToString());
    }

    [Theory]
    [InlineData(1, "line 99999")]
    [InlineData(3, "line 99997|line 99998|line 99999")]
    public async Task The_tail_is_the_last_lines(int lines, string expected)
    {
        On(LoggedNode.Of(Node, Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 100_000).Select(i => $"line {i}\n")))));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("log", Node, "--tail", lines.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(expected, rig.Output.ToString().ReplaceLineEndings("|").TrimEnd('|'));
    }

    [Fact]
    public async Task A_long_tail_is_gathered_from_the_end_page_by_page()
    {
        var node = On(LoggedNode.Of(Node, Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 100_000).Select(i => $"line {i}\n")))));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("log", Node, "--tail", "60000"));
        var lines = rig.Output.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Assert.Equal((60_000, "line 40000", "line 99999"), (lines.Length, lines[0], lines[^1]));
        Assert.InRange(node.Asked.Count, 2, 5);
    }

    [Fact]
    public async Task A_tail_of_more_lines_than_there_are_is_the_whole_log()
    {
        On(LoggedNode.Of(Node, "one\ntwo\n"u8.ToArray()));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("log", Node, "--tail", "100"));
        Assert.Equal("one\ntwo\n", rig.Output.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task The_list_names_command_time_bytes_and_state()
    {
        On(LoggedNode.Of(Node, []));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("log", Node, "--list"));
        Approval.Matches("log-list", rig.Shown);
    }

    [Fact]
    public async Task List_and_log_as_json_are_one_document_each()
    {
        On(LoggedNode.Of(Node, [.. "one \"quoted\"\n"u8, 0xff, .. "\u001b[31m\n"u8]));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("log", Node, "--list", "-o", "json"));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("log", Node, "-o", "json"));
        Approval.Matches("log-json", rig.Shown);
    }

    [Fact]
    [Trait(Suite.Key, Suite.Long)]
    public async Task Json_of_many_pages_is_one_document_whose_text_is_the_whole_log()
    {
        // Pages end in the middle of characters.
        var text = string.Concat(Enumerable.Range(0, 400_000).Select(i => $"ü{i * 7919 % 1_000_003}€"));
        On(LoggedNode.Of(Node, Encoding.UTF8.GetBytes(text)));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("log", Node, "-o", "json"));
        using var document = JsonDocument.Parse(rig.Output.ToString());
        Assert.Equal(text, document.RootElement.GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_run_under_way_is_shown_up_to_where_it_was_and_that_is_said()
    {
        var node = On(LoggedNode.Of(Node, "so far\nand more\n"u8.ToArray()));
        (node.Running, node.Size) = (true, 7);
        node.Answered = _ => node.Size = 16;
        Assert.Equal(ExitCode.Success, await rig.RunAsync("log", Node));
        Assert.Equal("so far\n", rig.Output.ToString().ReplaceLineEndings("\n"));
        Assert.Contains("the run is under way: this is its output so far, 7 bytes", rig.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_grows_faster_than_it_is_read_ends_where_it_ended_when_it_was_asked_for()
    {
        var content = new byte[20_000_000];
        var node = On(LoggedNode.Of(Node, content));
        (node.Running, node.Size) = (true, 3_000_000);
        node.Answered = n => node.Size = Math.Min(content.Length, 3_000_000 * (n + 1));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("log", Node, "--raw"));
        Assert.Equal(3_000_000, rig.Bytes.Length);
    }

    [Fact]
    public async Task A_log_that_is_not_there_is_usage_and_says_what_is()
    {
        var node = On(LoggedNode.Of(Node, []));
        node.Instead = _ => node.Missing(new ListedLog("R1", 1, Samples.Start, 2048, false, 0));
        Assert.Equal(ExitCode.Usage, await rig.RunAsync("log", Node, "R9"));
        Approval.Matches("log-missing", rig.Error.ToString());
        Assert.Empty(rig.Shown);
    }

    [Fact]
    public async Task A_log_that_goes_while_it_is_read_is_a_failure_that_says_how_far_it_came()
    {
        var content = new byte[3_000_000];
        new Random(5).NextBytes(content);
        var node = On(LoggedNode.Of(Node, content));
        node.Instead = query => query is Query.Log { Offset: > 1_000_000 } ? node.Missing() : null;
        Assert.Equal(ExitCode.Failed, await rig.RunAsync("log", Node, "--raw"));
        Assert.Contains("could not be read to its end", rig.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("of 3,000,000 bytes are above", rig.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ResultState.Offline, ReasonCode.NotAlive, 6)]
    [InlineData(ResultState.Rejected, ReasonCode.UnsupportedVersion, 1)]
    [InlineData(ResultState.Unreachable, ReasonCode.NeverStarted, 1)]
    [InlineData(ResultState.Expired, ReasonCode.TooLate, 1)]
    public async Task A_node_that_gives_no_answer_is_told_by_the_exit_code_and_the_reason(ResultState state, string code, int expected)
    {
        var node = On(LoggedNode.Of(Node, []));
        node.Instead = _ => node.Result(state, new Reason(code, "the reason's own words"));
        Assert.Equal((ExitCode)expected, await rig.RunAsync("log", Node));
        Assert.Contains("the reason's own words", rig.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal((ExitCode)expected, await rig.RunAsync("log", Node, "--list"));
    }

    [Fact]
    public async Task An_offline_node_is_6_before_anything_is_started()
    {
        On(LoggedNode.Of(Node, []), alive: false);
        Assert.Equal(ExitCode.Offline, await rig.RunAsync("log", Node));
        Assert.Contains("is offline", rig.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, rig.Cluster.Drives);
    }

    [Fact]
    public async Task An_answer_that_does_not_hold_is_a_failure()
    {
        var node = On(LoggedNode.Of(Node, []));
        node.Instead = _ => node.Result(ResultState.Succeeded) with { Answer = JsonSerializer.Deserialize<JsonElement>("""{"what":"log","command":"R1","attempt":1,"offset":0,"bytes":5,"size":5,"data":"AAAA"}""") };
        Assert.Equal(ExitCode.Failed, await rig.RunAsync("log", Node));
        Assert.Contains("the answer does not hold", rig.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "log")]
    [InlineData(2, "log", "Web-1")]
    [InlineData(2, "log", "db-1.example.com")]
    [InlineData(2, "log", Node, "../../etc/passwd")]
    [InlineData(2, "log", Node, "--tail", "0")]
    [InlineData(2, "log", Node, "--tail", "many")]
    [InlineData(2, "log", Node, "--attempt", "0")]
    [InlineData(2, "log", Node, "--list", "--tail", "3")]
    [InlineData(2, "log", Node, "--raw", "--output", "json")]
    public async Task What_does_not_hold_is_said_and_asks_nobody(int expected, params string[] arguments)
    {
        var node = On(LoggedNode.Of(Node, []));
        Assert.Equal((ExitCode)expected, await rig.RunAsync(arguments));
        Assert.NotEmpty(rig.Error.ToString());
        Assert.Empty(node.Asked);
    }

    [Fact]
    public async Task Raw_bytes_never_reach_a_terminal()
    {
        rig.Terminal = true;
        var node = On(LoggedNode.Of(Node, "x"u8.ToArray()));
        Assert.Equal(ExitCode.Refused, await rig.RunAsync("log", Node, "--raw"));
        Assert.Empty(node.Asked);
    }

    /// <summary>A gibibyte in lines of 10 MB with escapes in them; what a page holds is all that is ever held.</summary>
    [Fact]
    [Trait(Suite.Key, Suite.Long)]
    public async Task A_gibibyte_is_shown_in_bounded_memory()
    {
        const long Size = 1L << 30;
        const int Line = 10_000_000;
        var largest = 0L;
        var node = On(new LoggedNode(Node, Size, (offset, memory) =>
        {
            memory.Span.Fill((byte)'x');
            for (var at = Line - 1 - (offset % Line); at < memory.Length; at += Line) memory.Span[(int)at] = (byte)'\n';
        }));
        using var process = Process.GetCurrentProcess();
        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        node.Answered = n =>
        {
            if (n % 64 == 0) largest = Math.Max(largest, GC.GetTotalMemory(forceFullCollection: true) - before);
        };
        using var counter = new CountingWriter();
        rig.Writer = counter;
        Assert.Equal(ExitCode.Success, await rig.RunAsync("log", Node));
        Assert.Equal(Size / Line + 1, counter.Lines);
        Assert.InRange(node.Asked.Count, (int)(Size / Query.LogBytesAtMost), (int)(Size / Query.LogBytesAtMost) + 1);
        Assert.InRange(largest, long.MinValue, 48L * 1024 * 1024);
    }

    private LoggedNode On(LoggedNode node, bool alive = true)
    {
        rig.Cluster.View = new NodeView(new FleetNode(NodeName.Parse(Node), alive, Samples.Start, null, null, null, null, []), [], 0);
        rig.Cluster.Driver.Responds = node.Respond;
        return node;
    }

    /// <summary>Counts lines and keeps nothing.</summary>
    private sealed class CountingWriter : TextWriter
    {
        public long Lines { get; private set; }

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
        }

        public override void WriteLine(string? value) => Lines++;
    }
}
