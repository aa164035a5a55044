using System.Text.Json;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests.Fleet;

/// <summary>The console as a process: no terminal, no colour, as in a pipe.</summary>
internal sealed class ConsoleUnderTest(string connect)
{
    public TestProcess Launch(params string[] arguments) =>
        TestProcess.Start(Repository.Executable("chefactors"), arguments, new Dictionary<string, string?>(StringComparer.Ordinal) { ["CHEFACTORS_ZOOKEEPER"] = connect });

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
