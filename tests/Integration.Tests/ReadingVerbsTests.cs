using System.Text;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests;

/// <summary>Verbs that only read start no actor system: the runtime's own record of the assemblies that it loaded says so.</summary>
public sealed class ReadingVerbsTests : IAsyncLifetime
{
    // Every actor system makes its default serializer when it starts; nothing else here uses this library.
    private const string OfActorSystem = "Newtonsoft.Json";

    private readonly TemporaryDirectory _directory = new();
    private EmbeddedFleet _fleet = null!;
    private NodeUnderTest _node = null!;

    public async Task InitializeAsync()
    {
        _fleet = await EmbeddedFleet.StartAsync();
        _node = new NodeUnderTest(_fleet.Server.ConnectString);
        await _node.Start();
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _fleet.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task They_start_no_actor_system()
    {
        // The push is the test of this test: it drives a rollout with actors, and the record shows it.
        var (pushed, push) = await Run("push", "recipe[a]", "--to", _node.Name.Value, "--output", "json");
        Assert.Contains(OfActorSystem, pushed);
        using var document = System.Text.Json.JsonDocument.Parse(push);
        var rollout = document.RootElement.GetProperty("rollout").GetString()!;

        string[][] verbs = [["nodes"], ["node", _node.Name.Value], ["rollout", "list"], ["rollout", "show", rollout], ["rollout", "watch", rollout], ["--help"]];
        foreach (var verb in verbs)
        {
            var (loaded, _) = await Run(verb);
            Assert.Contains("chefactors", loaded);
            Assert.DoesNotContain(OfActorSystem, loaded);
        }
    }

    /// <summary>The names of the assemblies that a verb loaded, and what it wrote.</summary>
    private async Task<(IReadOnlySet<string> Loaded, string Output)> Run(params string[] arguments)
    {
        const string LoaderEvents = "Microsoft-Windows-DotNETRuntime:8:4";
        var record = _directory[Guid.NewGuid().ToString("N") + ".nettrace"];
        var console = new ConsoleUnderTest(_fleet.Server.ConnectString, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["CHEFACTORS_ZOOKEEPER"] = _fleet.Server.ConnectString,
            ["DOTNET_EnableEventPipe"] = "1",
            ["DOTNET_EventPipeConfig"] = LoaderEvents,
            ["DOTNET_EventPipeOutputPath"] = record,
        });
        var (exitCode, output, errors) = await console.Run(arguments);
        Assert.True(exitCode == 0, $"{string.Join(' ', arguments)}: exit {exitCode}\n{string.Join('\n', errors)}");

        // Full names of assemblies stand in it as UTF-16, at even or odd places.
        var bytes = await File.ReadAllBytesAsync(record);
        var text = Encoding.Unicode.GetString(bytes) + Encoding.Unicode.GetString(bytes.AsSpan(1));
        var names = text.Split('\0').Where(part => part.Contains(", Version=", StringComparison.Ordinal)).Select(part => part[..part.IndexOf(',', StringComparison.Ordinal)]);
        return (names.Select(LastWord).ToHashSet(StringComparer.Ordinal), string.Join('\n', output));
    }

    private static string LastWord(string text)
    {
        var start = text.Length;
        while (start > 0 && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '.' or '-' or '_')) start--;
        return text[start..];
    }
}
