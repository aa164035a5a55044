using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace ChefActors.Controller.Console;

/// <summary>Serilog to stderr and, if asked, to a file. stdout belongs to results.</summary>
internal sealed class ConsoleLogs : ILoggerFactory
{
    private const int FilesKept = 14;
    private readonly SerilogLoggerFactory factory;
    private readonly FirstSessionLog firstSession;

    private ConsoleLogs(Serilog.Core.Logger logger, FirstSessionLog firstSession) =>
        (factory, this.firstSession) = (new SerilogLoggerFactory(logger, dispose: true), firstSession);

    /// <summary>The latest reason why a server could not be reached; null: there was none.</summary>
    public string? LatestWarning => firstSession.Latest;

    /// <summary>There is a session: from now on warnings of the ZooKeeper client are news, and go to stderr.</summary>
    public void Connected() => firstSession.IsOver = true;

    /// <summary>Makes them.</summary>
    public static ConsoleLogs Create(ControllerSettings.LogGroup log)
    {
        const string template = "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffZ} {Level:u4} {SourceContext} {Message:lj}{NewLine}{Exception}";
        var seeking = new FirstSessionLog();
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(log.Level)
            .WriteTo.Sink(seeking)
            .WriteTo.Logger(errors => errors
                .Filter.ByExcluding(e => log.Level == LogEventLevel.Warning && seeking.Holds(e))
                .WriteTo.Console(standardErrorFromLevel: LogEventLevel.Verbose, outputTemplate: template, formatProvider: System.Globalization.CultureInfo.InvariantCulture, theme: Serilog.Sinks.SystemConsole.Themes.ConsoleTheme.None));
        if (log.File is { } file)
        {
            configuration = configuration.WriteTo.File(
                file, outputTemplate: template, formatProvider: System.Globalization.CultureInfo.InvariantCulture, rollingInterval: RollingInterval.Day, retainedFileCountLimit: FilesKept);
        }

        return new ConsoleLogs(configuration.CreateLogger(), seeking);
    }

    /// <inheritdoc />
    public Microsoft.Extensions.Logging.ILogger CreateLogger(string categoryName) => factory.CreateLogger(categoryName);

    /// <inheritdoc />
    public void AddProvider(ILoggerProvider provider) => factory.AddProvider(provider);

    /// <inheritdoc />
    public void Dispose() => factory.Dispose();
}
