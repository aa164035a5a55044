using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost.Facts;

/// <summary>Reads what Chef left on this machine: the report handler's file in the state directory, and client.rb with its client.d. Starts nothing.</summary>
/// <param name="stateDirectory">The state directory.</param>
/// <param name="configuration">The path of client.rb.</param>
/// <param name="logger">Told of a file that is refused.</param>
internal sealed partial class ChefFactsLook(string stateDirectory, string configuration, ILogger<ChefFactsLook> logger)
{
    private const int ConfigurationBytes = 256 * 1024;
    private const int ConfigurationsAtMost = 100;

    private readonly string _file = Path.Combine(stateDirectory, ChefFactsFile.Name);
    private string? _complained;

    /// <summary>The configuration file that chef-client takes: the setting, else the one of the program's kind.</summary>
    internal static string ConfigurationOf(string? setting, string chefClient) =>
        setting ?? (Path.GetFileName(chefClient).StartsWith("cinc", StringComparison.Ordinal) ? "/etc/cinc/client.rb" : "/etc/chef/client.rb");

    /// <summary>What is known, and when the last run that told so was, by this machine's files; null: none did.</summary>
    internal (ChefFacts Facts, DateTime? RunAt) Read()
    {
        var (run, runAt) = ReadRun();
        var (configured, configuredAt) = ReadConfiguration();
        return (ChefKnowledge.Of(run, configured, configuredAt > runAt), runAt);
    }

    private (ChefFacts? Facts, DateTime? At) ReadRun()
    {
        try
        {
            var at = File.GetLastWriteTimeUtc(_file);
            if (new FileInfo(_file).LinkTarget is { } target) return Refuse($"it is a link to {FactBounds.Shown(target)}");
            if (BoundedFile.Read(_file, ChefFactsFile.BytesAtMost) is not { } data) return (null, null);
            var (facts, fault) = ChefFactsFile.Read(data);
            if (fault is not null) return Refuse(fault);
            _complained = null;
            return (facts, at);
        }
        catch (InvalidDataException e)
        {
            return Refuse(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse(e.Message);
        }

        (ChefFacts?, DateTime?) Refuse(string why)
        {
            // Once for each fault: the file is read again and again.
            if (_complained != why) LogRefused(logger, _file, why);
            _complained = why;
            return (null, null);
        }
    }

    private (ClientConfiguration Configured, DateTime At) ReadConfiguration()
    {
        List<string> files = [configuration];
        try
        {
            var more = Path.Combine(Path.GetDirectoryName(configuration) ?? "/", "client.d");
            if (Directory.Exists(more)) files.AddRange(Directory.EnumerateFiles(more, "*.rb").Order(StringComparer.Ordinal).Take(ConfigurationsAtMost));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(logger, configuration, e.Message);
        }

        var at = files.Where(File.Exists).Select(File.GetLastWriteTimeUtc).DefaultIfEmpty(DateTime.MinValue).Max();
        return (ClientConfiguration.Of(files.Select(file => BoundedFile.ReadBeginning(file, ConfigurationBytes))), at);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} is refused, facts from Chef's last run are not known: {Why}")]
    private static partial void LogRefused(ILogger logger, string file, string why);

    [LoggerMessage(Level = LogLevel.Debug, Message = "the directory client.d beside {File} cannot be read: {Error}")]
    private static partial void LogUnreadable(ILogger logger, string file, string error);
}
