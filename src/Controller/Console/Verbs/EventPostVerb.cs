using System.CommandLine;
using ChefActors.Controller.Events;
using ChefActors.Core.Events;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>A monitoring event in: what gates of rollouts look at.</summary>
internal sealed class EventPostVerb : IVerb
{
    private readonly Option<string> node = new("--node") { Description = "The node that it is about", Required = true };
    private readonly Option<string> severity = new("--severity") { Description = "How bad", Required = true };
    private readonly Option<string> text = new("--text") { Description = "What it is", Required = true };
    private readonly Option<string?> id = new("--id") { Description = "The problem's id: what recovers it has the same; without one it is made of node and text" };
    private readonly Option<bool> recovered = new("--recovered") { Description = "The problem of this id is over" };

    public EventPostVerb() => severity.AcceptOnlyFromAmong([.. EventSeverities.All.Select(s => s.Word())]);

    /// <inheritdoc />
    public Command Declaration => new("post", "Posts a monitoring event, which gates of rollouts look at") { node, severity, text, id, recovered };

    /// <inheritdoc />
    public string[] Examples =>
    [
        "chefactors event post --node web-1.example.com --severity high --text 'http is down' --id zbx-4711",
        "chefactors event post --node web-1.example.com --severity high --text 'http is down' --id zbx-4711 --recovered",
    ];

    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var (name, what) = (context.Parse.GetRequiredValue(node), context.Parse.GetRequiredValue(text));
        var e = new MonitoringEvent
        {
            Id = context.Parse.GetValue(id) ?? DefaultId(name, what),
            Node = name,
            Severity = EventSeverities.All.Single(s => s.Word() == context.Parse.GetRequiredValue(severity)),
            Text = what,
            Recovered = context.Parse.GetValue(recovered),
            PostedBy = context.World.User,
        };
        if (EventCheck.Fault(e) is { } fault) throw new VerbFailure(ExitCode.Usage, fault);
        await using var cluster = await context.ConnectAsync(context.Settings(), cancellationToken);
        var sequence = await cluster.Events.PostAsync(e, cancellationToken);
        await context.World.Output.WriteLineAsync(sequence);
        return ExitCode.Success;
    }

    private static string DefaultId(string node, string text)
    {
        var made = $"{node}: {text}";
        return made.Length <= EventCheck.IdAtMost ? made : made[..EventCheck.IdAtMost];
    }
}
