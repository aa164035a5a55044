using System.Text.Json;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests.Fleet;

/// <summary>The console as a process: no terminal, no colour, as in a pipe.</summary>
internal sealed class ConsoleUnderTest(string connect, IReadOnlyDictionary<string, string?>? environment = null)
{
    public TestProcess Launch(params string[] arguments) =>
        TestProcess.Start(Repository.Executable("chefactors"), arguments, environment ?? new Dictionary<string, string?>(StringComparer.Ordinal) { ["CHEFACTORS_ZOOKEEPER"] = connect });

    /// <summary>The same, killing itself at a named write.</summary>
    public TestProcess LaunchToDie(string point, IEnumerable<string> arguments)
    {
        var all = new Dictionary<string, string?>(environment ?? new Dictionary<string, string?>(StringComparer.Ordinal), StringComparer.Ordinal) { ["CHEFACTORS_CONTROLLER_CRASH_AT"] = point };
        all.TryAdd("CHEFACTORS_ZOOKEEPER", connect);
        return TestProcess.Start(Repository.Executable("chefactors"), arguments, all);
    }

    /// <summary>Runs a verb to its end.</summary>
    public async Task<(int ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)> Run(params string[] arguments)
    {
        await using var process = Launch(arguments);
        var exitCode = await process.WaitForExit(TimeSpan.FromSeconds(90));
        return (exitCode, process.Output, process.Errors);
    }

    /// <summary>Runs a verb with <c>--output json</c>; the document that it writes.</summary>
    public async Task<(int ExitCode, JsonElement Json)> Json(params string[] arguments)
    {
        var (exitCode, output, errors) = await Run([.. arguments, "--output", "json"]);
        Assert.True(output.Count > 0, $"exit {exitCode}, nothing on stdout; stderr:\n{string.Join('\n', errors)}");
        using var document = JsonDocument.Parse(string.Join('\n', output));
        return (exitCode, document.RootElement.Clone());
    }
}
