using System.Text.RegularExpressions;
using ChefActors.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.ZooKeeper.Embedded.Tests.Package;

/// <summary>What the packages' read-me files show is compiled, runs, and is what they show.</summary>
public sealed partial class PackageReadmeTests
{
    [Theory]
    [InlineData("src/ZooKeeper/PACKAGE.md", "ClientSnippets.cs", 4)]
    [InlineData("src/ZooKeeper.Embedded/PACKAGE.md", "ServerSnippets.cs", 1)]
    public async Task The_code_of_a_read_me_is_the_code_of_its_snippets(string readme, string snippets, int count)
    {
        var text = (await File.ReadAllTextAsync(Repository.PathOf(readme))).ReplaceLineEndings("\n");
        var source = (await File.ReadAllTextAsync(Repository.PathOf("tests/ZooKeeper.Embedded.Tests/Package", snippets))).ReplaceLineEndings("\n");
        var shown = Block().Matches(text).Select(match => match.Groups["is"].Value.Trim()).ToArray();
        var compiled = Snippet().Matches(source).Select(match => match.Groups["is"].Value.Replace("\n        ", "\n", StringComparison.Ordinal).Trim()).ToArray();
        Assert.Equal(count, compiled.Length);
        Assert.Equal(compiled, shown);
    }

    [Fact]
    public async Task The_clients_snippets_run()
    {
        await using var server = await EmbeddedZooKeeper.StartAsync();
        using var bound = new CancellationTokenSource(Eventually.DefaultBound);
        Assert.Equal(["5", "lead True", "4"], await ClientSnippets.RunAsync(server.ConnectString, bound.Token));
    }

    [Fact]
    public async Task The_servers_snippets_run() =>
        Assert.True(await ServerSnippets.RunAsync(
            servers => new ZooKeeperConnector(new ZooKeeperOptions(servers), TimeProvider.System, NullLoggerFactory.Instance).ConnectAsync(default)));

    [GeneratedRegex("```csharp\n(?<is>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"// \w+ \{\n(?<is>.*?)\n        // \}", RegexOptions.Singleline)]
    private static partial Regex Snippet();
}
