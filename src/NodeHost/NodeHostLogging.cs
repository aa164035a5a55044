using ChefActors.Core.Nodes;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace ChefActors.NodeHost;

/// <summary>The node host's log: stderr, and a file if one is set; every line with the node, and command and rollout where there is one.</summary>
internal static class NodeHostLogging
{
    private const string Template = "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} [{Node}] {Message:lj}{NewLine}{Exception}";
    private const int FilesKept = 7;
    private const long FileBytes = 50 * 1024 * 1024;

    /// <summary>Makes it.</summary>
    internal static Logger Create(NodeName node, LogEventLevel level, string? file)
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(level)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .Enrich.WithProperty("Node", node.Value)
            .WriteTo.Console(standardErrorFromLevel: LogEventLevel.Verbose, outputTemplate: Template);
        if (file is not null)
        {
            configuration.WriteTo.File(
                file, outputTemplate: Template, rollingInterval: RollingInterval.Day, retainedFileCountLimit: FilesKept, fileSizeLimitBytes: FileBytes, rollOnFileSizeLimit: true);
        }

        return configuration.CreateLogger();
    }
}
