using ChefActors.ChefStandIn.Configuration;

namespace ChefActors.ChefStandIn.Scenarios;

/// <summary>Finds the scenario: CHEF_STAND_IN_SCENARIO, else the setting <c>stand_in_scenario</c>, else <c>stand-in.json</c> beside the configuration file.</summary>
internal static class ScenarioSource
{
    internal static Scenario Load(string? configFile, ClientConfig config, string nodeName)
    {
        var scenario = Find(configFile, config) is { } path ? Read(path, nodeName) : new Scenario();
        if (Number("CHEF_STAND_IN_SECONDS") is { } seconds)
            scenario.Seconds = seconds;
        if (Number("CHEF_STAND_IN_RESOURCES") is { } resources)
            scenario.Resources = (int)resources;
        if (Number("CHEF_STAND_IN_EXIT") is { } exit)
            scenario.ExitCode = (int)exit;
        if (Variable("CHEF_STAND_IN_FAIL") is { } fail)
            scenario.Fail = fail;
        return scenario;
    }

    private static string? Find(string? configFile, ClientConfig config)
    {
        if ((Variable("CHEF_STAND_IN_SCENARIO") ?? config["stand_in_scenario"]) is { } named)
            return named;
        var beside = configFile is null ? null : Path.Combine(Path.GetDirectoryName(configFile) ?? "/", "stand-in.json");
        return File.Exists(beside) ? beside : null;
    }

    private static Scenario Read(string path, string nodeName)
    {
        try
        {
            var scenario = ScenarioReader.Read(File.ReadAllBytes(path), nodeName);
            if (scenario.Replay is { } sample)
                scenario.Replay = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, sample);
            return scenario;
        }
        catch (Exception error) when (error is ScenarioException or IOException or UnauthorizedAccessException)
        {
            throw new ScenarioException($"scenario {path}: {error.Message}");
        }
    }

    private static double? Number(string name) => Variable(name) is not { } text ? null
        : double.TryParse(text, out var number) ? number
        : throw new ScenarioException($"{name}: found \"{text}\", allowed is a number");

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
