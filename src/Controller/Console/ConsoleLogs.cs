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

    private ConsoleLogs(Serilog.Core.Logger logger) => factory = new SerilogLoggerFactory(logger, dispose: true);

    /// <summary>Makes them.</summary>
    public static ConsoleLogs Create(ControllerSettings.LogGroup log)
    {
        const string template = "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffZ} {Level:u4} {SourceContext} {Message:lj}{NewLine}{Exception}";
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(log.Level)
            .WriteTo.Console(standardErrorFromLevel: LogEventLevel.Verbose, outputTemplate: template, formatProvider: System.Globalization.CultureInfo.InvariantCulture, theme: Serilog.Sinks.SystemConsole.Themes.ConsoleTheme.None);
        if (log.File is { } file)
        {
            configuration = configuration.WriteTo.File(
                file, outputTemplate: template, formatProvider: System.Globalization.CultureInfo.InvariantCulture, rollingInterval: RollingInterval.Day, retainedFileCountLimit: FilesKept);
        }

        return new ConsoleLogs(configuration.CreateLogger());
    }

    /// <inheritdoc />
    public Microsoft.Extensions.Logging.ILogger CreateLogger(string categoryName) => factory.CreateLogger(categoryName);

    /// <inheritdoc />
    public void AddProvider(ILoggerProvider provider) => factory.AddProvider(provider);

    /// <inheritdoc />
    public void Dispose() => factory.Dispose();
}
