using Serilog.Core;
using Serilog.Events;

namespace ChefActors.Controller.Console;

/// <summary>
/// While the first session is sought, every server that refuses is a warning of the client; the verb's own message at the end says it once, with
/// the latest reason.
/// </summary>
internal sealed class FirstSessionLog : ILogEventSink
{
    private const string Client = "\"ChefActors.ZooKeeper.";
    private volatile string? latest;
    private volatile bool isOver;

    /// <summary>The latest warning of the ZooKeeper client, in short; null: there was none.</summary>
    public string? Latest => latest;

    /// <summary>There was a session.</summary>
    public bool IsOver
    {
        get => isOver;
        set => isOver = value;
    }

    /// <summary>Whether this one is kept from stderr.</summary>
    public bool Holds(LogEvent logEvent) => !isOver && IsClients(logEvent);

    /// <inheritdoc />
    public void Emit(LogEvent logEvent)
    {
        if (logEvent.Level == LogEventLevel.Warning && IsClients(logEvent)) latest = Rendering.SafeText.Line(What(logEvent));
    }

    /// <summary>Of a refusal the server and its reason: how often it was tried and what the log says next is no news to who waited.</summary>
    private static string What(LogEvent logEvent) =>
        Text(logEvent, "Server") is { } server && Text(logEvent, "Reason") is { } reason ? $"{server}: {reason}" : logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture);

    private static string? Text(LogEvent logEvent, string property) => logEvent.Properties.TryGetValue(property, out var value) && value is ScalarValue { Value: { } scalar } ? scalar.ToString() : null;

    private static bool IsClients(LogEvent logEvent) =>
        logEvent.Properties.TryGetValue(Constants.SourceContextPropertyName, out var source) && source.ToString().StartsWith(Client, StringComparison.Ordinal);
}
