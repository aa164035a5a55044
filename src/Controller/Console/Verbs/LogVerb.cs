using System.CommandLine;
using System.Globalization;
using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Planning;
using ChefActors.Controller.Queries;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Queries;
using ChefActors.Core.Results;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>The log of a run, from the node that it lies on.</summary>
internal sealed class LogVerb : IVerb
{
    private const int TailAtMost = 100_000;

    private readonly Argument<string> node = new("NODE") { Description = "The node's name" };
    private readonly Argument<string?> command = new("COMMAND") { Description = "The command's id: its rollout's, or slot-… [default: the latest run, the one under way among them]", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<int?> attempt = NumberOption.Of<int>("--attempt", "Which start of the command [default: the last]", "N");
    private readonly Option<int?> tail = NumberOption.Of<int>("--tail", "The last lines only", "N");
    private readonly Option<bool> list = new("--list") { Description = "Lists the logs that the node holds" };
    private readonly Option<bool> raw = new("--raw") { Description = "The bytes as they are, for a pipe or a file" };

    /// <inheritdoc />
    public System.CommandLine.Command Declaration => new("log", "Shows the whole log of a run, which lies on its node") { node, command, attempt, tail, list, raw };

    /// <inheritdoc />
    public string[] Examples =>
    [
        "chefactors log web-1.example.com",
        "chefactors log web-1.example.com --list",
        "chefactors log web-1.example.com 01JD3K5N8Q0R2S4T6V8W0X2Y4Z --tail 50",
        "chefactors log web-1.example.com slot-2a --raw > run.log",
    ];

    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var name = Checked(context);
        await using var cluster = await context.ConnectAsync(context.Settings(), cancellationToken);
        var view = await cluster.ReadNodeAsync(name, cancellationToken)
            ?? throw new VerbFailure(ExitCode.Usage, $"cluster {cluster.Name}: there is no node {name}; see: {context.Typed("nodes")}");
        if (!view.Node.Alive) throw new VerbFailure(ExitCode.Offline, $"cluster {cluster.Name}: node {name} is offline, and its logs lie on it; the end of the latest one: {context.Typed($"node {name}")}");

        var driven = await cluster.DriveAsync(cancellationToken);
        await using var driver = driven.Driver;
        var questions = new NodeQuestions(driver, name, Title(context, name), () => Next(context, driven.ClusterId));
        if (context.Parse.GetValue(list)) return await ListAsync(context, questions, driven.ClusterName, cancellationToken);
        return await ShowAsync(context, new LogReading(questions, cluster.RemoveAnsweredAsync), name, driven.ClusterName, cancellationToken);
    }

    /// <summary>The node's name, and all that is wrong whatever the node says.</summary>
    private NodeName Checked(VerbContext context)
    {
        var parse = context.Parse;
        if (!NodeName.TryParse(parse.GetRequiredValue(node), out var name, out var error)) throw new VerbFailure(ExitCode.Usage, SafeText.Line(error));
        if (parse.GetValue(command) is { } id && !CommandId.IsValid(id)) throw new VerbFailure(ExitCode.Usage, $"COMMAND: found '{SafeText.Line(id)}'; allowed: the id of a rollout, or slot-… as --list shows it");
        if (parse.GetValue(attempt) is < 1 or > 1000) throw new VerbFailure(ExitCode.Usage, $"--attempt: found {parse.GetValue(attempt)}, allowed are 1 to 1000");
        if (parse.GetValue(tail) is < 1 or > TailAtMost) throw new VerbFailure(ExitCode.Usage, $"--tail: found {parse.GetValue(tail)}, allowed are 1 to {TailAtMost}");
        if (parse.GetValue(list) && (parse.GetValue(command) is not null || parse.GetValue(tail) is not null || parse.GetValue(attempt) is not null || parse.GetValue(raw)))
            throw new VerbFailure(ExitCode.Usage, "--list takes the node alone: no COMMAND, --attempt, --tail or --raw");
        if (!parse.GetValue(raw)) return name;
        if (context.Global.Output != OutputFormat.Table) throw new VerbFailure(ExitCode.Usage, "--raw is no JSON: leave out one of --raw and --output");
        if (context.World.OutputIsTerminal) throw new VerbFailure(ExitCode.Refused, "--raw is for a pipe or a file: a log may hold what takes over a terminal");
        return name;
    }

    private string Title(VerbContext context, NodeName name) =>
        context.Parse.GetValue(list) ? $"logs of {name}" : $"log of {context.Parse.GetValue(command) ?? "the latest run"} on {name}";

    private static PlanContext Next(VerbContext context, string clusterId)
    {
        var now = context.World.Time.GetUtcNow();
        return new PlanContext(CommandId.NewRollout(now, context.World.Chance()), clusterId, context.World.User, now);
    }

    private static async Task<ExitCode> ListAsync(VerbContext context, NodeQuestions questions, string cluster, CancellationToken cancellationToken)
    {
        var (_, result) = await questions.AskAsync(new Query.Logs(Query.LogsAtMost), cancellationToken);
        if (result is not { State: ResultState.Succeeded }) throw Failure(context, LogRefusedException.Of(result), cluster, questions.Node);
        var logs = LogRefusedException.Listed(result.Answer) ?? throw new VerbFailure(ExitCode.Failed, $"cluster {cluster}: node {questions.Node}: the answer is no list of logs");
        if (context.Global.Output == OutputFormat.Table) LogsTable.Write(context.Screen, logs, questions.Node, cluster);
        else await JsonList.WriteAsync(context, logs.Logs, ConsoleJson.Default.IReadOnlyListListedLog, ConsoleJson.Default.ListedLog);
        return ExitCode.Success;
    }

    private async Task<ExitCode> ShowAsync(VerbContext context, LogReading reading, NodeName name, string cluster, CancellationToken cancellationToken)
    {
        var writer = LogWriters.For(context, context.Parse.GetValue(raw), name.Value, cluster);
        var (id, start) = (context.Parse.GetValue(command), context.Parse.GetValue(attempt));
        LogAnswer? last = null;
        var shown = 0L;
        try
        {
            if (context.Parse.GetValue(tail) is { } lines)
            {
                (last, var content, var isCut) = await reading.TailAsync(id, start, lines, cancellationToken);
                await SayAsync(context, last, name, cluster);
                if (isCut) await context.SayAsync($"{lines} lines have more than {LogReading.TailBytesAtMost / 1024 / 1024} MiB: the end of them follows");
                shown = last.Offset + last.Bytes;
                await writer.WriteAsync(last, shown - content.Length, content);
            }
            else
            {
                await foreach (var page in reading.PagesAsync(id, start, cancellationToken))
                {
                    if (last is null) await SayAsync(context, page.Answer, name, cluster);
                    last = page.Answer;
                    await writer.WriteAsync(last, last.Offset, page.Content);
                    shown = page.End;
                }
            }

            await writer.FinishAsync();
        }
        catch (LogRefusedException refused)
        {
            await writer.FinishAsync();
            throw last is null
                ? Failure(context, refused, cluster, name)
                : new VerbFailure(ExitCode.Failed, $"cluster {cluster}: node {name}: the log could not be read to its end, {Bytes(shown)} of {Bytes(last.Size)} are above: {SafeText.Line(refused.Message)}");
        }

        if (last is { Running: true }) await context.SayAsync($"the run is under way: this is its output so far, {Bytes(shown)}");
        else if (last is not null && last.Size > shown) await context.SayAsync($"the log has grown while it was read: {Bytes(last.Size)} now, {Bytes(shown)} are above");
        return ExitCode.Success;
    }

    /// <summary>What is shown, on stderr: stdout is the log's alone.</summary>
    private static Task SayAsync(VerbContext context, LogAnswer log, NodeName name, string cluster) => context.SayAsync(
        $"cluster {cluster}: node {name}: log of {log.Command}, attempt {log.Attempt}, {Bytes(log.Size)}, {LogsTable.State(new ListedLog(log.Command, log.Attempt, default, log.Size, log.Running, log.ExitCode))}");

    private static VerbFailure Failure(VerbContext context, LogRefusedException refused, string cluster, NodeName node)
    {
        var lines = new List<string> { $"cluster {cluster}: node {node}: {SafeText.Line(refused.Message)}" };
        lines.AddRange(refused.There.Select(log => "  " + LogsTable.Line(log)));
        if (refused.There.Count > 0) lines.Add($"all of them: {context.Typed($"log {node} --list")}");
        var exitCode = refused.Result switch
        {
            { State: ResultState.Offline } => ExitCode.Offline,
            { Reason.Code: ReasonCode.NoSuchLog } => ExitCode.Usage,
            _ => ExitCode.Failed,
        };
        return new VerbFailure(exitCode, string.Join(Environment.NewLine, lines));
    }

    private static string Bytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes");
}
