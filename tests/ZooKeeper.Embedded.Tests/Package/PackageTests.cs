using System.IO.Compression;
using System.Security.Cryptography;
using System.Xml.Linq;
using ChefActors.Testing;

namespace ChefActors.ZooKeeper.Embedded.Tests.Package;

/// <summary>Packs both libraries twice, in two places that share nothing, and looks at what came out.</summary>
[Trait(Suite.Key, Suite.Long)]
public sealed class PackageTests : IDisposable
{
    private static readonly string[] _packages = ["ChefActors.ZooKeeper", "ChefActors.ZooKeeper.Embedded"];

    private readonly TemporaryDirectory _first = new("chefactors-pack-");
    private readonly TemporaryDirectory _second = new("chefactors-pack-again-");

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public async Task The_packages_say_what_they_are_hold_read_me_docs_and_symbols_and_are_the_same_bytes_from_everywhere()
    {
        await PackAsync(_first);
        await PackAsync(_second);
        foreach (var package in _packages)
        {
            Assert.Equal(Hash(_first, package, ".nupkg", "dll"), Hash(_second, package, ".nupkg", "dll"));
            Assert.Equal(Hash(_first, package, ".snupkg", "pdb"), Hash(_second, package, ".snupkg", "pdb"));
            LooksWhole(package);
        }
    }

    private static async Task PackAsync(TemporaryDirectory directory)
    {
        foreach (var project in new[] { "ZooKeeper", "ZooKeeper.Embedded" })
        {
            await using var pack = TestProcess.Start(
                "dotnet",
                [
                    "pack", Repository.PathOf("src", project), "-c", "Release", "-nologo", "-v", "q", "-nodeReuse:false", "-p:RunAnalyzers=false", "-p:UseSharedCompilation=false",
                    $"-p:ArtifactsPath={directory["artifacts"]}", $"-p:PackageOutputPath={directory["packages"]}",
                ]);
            var code = await pack.WaitForExit(TimeSpan.FromMinutes(4));
            Assert.True(code == 0, pack.Tail());
        }
    }

    private static ZipArchive Open(TemporaryDirectory directory, string package, string extension) =>
        ZipFile.OpenRead(Assert.Single(
            Directory.GetFiles(directory["packages"]), file => Path.GetFileName(file).StartsWith(package + ".0", StringComparison.Ordinal) && file.EndsWith(extension, StringComparison.Ordinal)));

    private static string Hash(TemporaryDirectory directory, string package, string packed, string extension)
    {
        using var archive = Open(directory, package, packed);
        using var content = Entry(archive, $"lib/net10.0/{package}.{extension}").Open();
        return Convert.ToHexString(SHA256.HashData(content));
    }

    private static ZipArchiveEntry Entry(ZipArchive archive, string name) =>
        archive.GetEntry(name) ?? throw new InvalidDataException($"there is no {name}, but {string.Join(", ", archive.Entries.Select(entry => entry.FullName))}");

    private static XDocument Xml(ZipArchive archive, string name)
    {
        using var content = Entry(archive, name).Open();
        return XDocument.Load(content);
    }

    private void LooksWhole(string package)
    {
        using var archive = Open(_first, package, ".nupkg");
        var said = Xml(archive, $"{package}.nuspec").Descendants().ToLookup(element => element.Name.LocalName);
        string Said(string name) => Assert.Single(said[name]).Value;
        Assert.Equal((package, "Apache-2.0", "PACKAGE.md"), (Said("id"), Said("license"), Said("readme")));
        Assert.Equal("expression", said["license"].Single().Attribute("type")?.Value);
        Assert.NotEmpty(Said("description"));
        Assert.Contains("zookeeper", Said("tags"), StringComparison.Ordinal);
        Assert.Equal("git", Assert.Single(said["repository"]).Attribute("type")?.Value);
        Assert.Null(said["repository"].Single().Attribute("url"));
        Assert.Empty(said["projectUrl"]);
        Assert.True(Entry(archive, "PACKAGE.md").Length > 500);
        var members = Xml(archive, $"lib/net10.0/{package}.xml").Descendants("member").ToArray();
        Assert.True(members.Length > 10);
        Assert.Contains(members, member => member.Element("exception") is not null);
    }
}
