using System.CommandLine;
using System.Text.Json;
using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Events;
using ChefActors.Core.Events;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>Monitoring events out, as they come.</summary>
internal sealed class EventTailVerb : IVerb
{
    private readonly Option<int> last = new("--last") { Description = "So many of the latest first", DefaultValueFactory = _ => 10 };
    private readonly Option<bool> once = new("--once") { Description = "Ends after those" };

    /// <inheritdoc />
    public Command Declaration => new("tail", "Shows monitoring events as they come, until it is ended") { last, once };

    /// <inheritdoc />
    public string[] Examples => ["chefactors event tail", "chefactors event tail --last 100 --once --output jsonl"];

    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var count = context.Parse.GetValue(last);
        if (count is < 0 or > 100_000) throw new VerbFailure(ExitCode.Usage, $"--last: found {count}, allowed are 0 to 100000");
        await using var cluster = await context.ConnectAsync(context.Settings(), cancellationToken);
        await foreach (var posted in cluster.Events.TailAsync(count, follow: !context.Parse.GetValue(once), cancellationToken))
        {
            if (context.Global.Output == OutputFormat.Table) await context.World.Output.WriteLineAsync(Line(posted));
            else await context.World.Output.WriteLineAsync(JsonSerializer.Serialize(PostedEventDocument.Of(posted), ConsoleJson.Default.PostedEventDocument));
        }

        return ExitCode.Success;
    }

    private static string Line(PostedEvent posted) => posted.Event is not { } e
        ? $"{TimeText.At(posted.At)}  {posted.Sequence} cannot be read"
        : $"{TimeText.At(posted.At)}  {(e.Recovered ? "recovered" : e.Severity.Word()),-14}  {SafeText.Line(e.Node)}  {SafeText.Line(e.Text)}  [{SafeText.Line(e.Id)}]";
}
