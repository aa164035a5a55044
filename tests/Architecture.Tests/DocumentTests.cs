using System.Text.RegularExpressions;
using ChefActors.Testing;

namespace ChefActors.Architecture.Tests;

/// <summary>What is written for people points at what is there.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Texts = [".md", ".cs", ".sh", ".conf", ".props", ".csproj", ".json", ".yml", ".yaml", ".txt", ""];

    private static IEnumerable<string> Documents => SourceTree.Files(".", "*.md").Where(file => !file.Contains("/Samples/", StringComparison.Ordinal));

    [Fact]
    public void Links_point_at_files_that_are_there() =>
        SourceTree.None(
            Documents.SelectMany(file => Link().Matches(SourceTree.Text(file)).Select(m => m.Groups["is"].Value)
                .Where(link => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith('#') && !link.StartsWith("mailto:", StringComparison.Ordinal))
                .Where(link => !IsThere(file, link.Split('#')[0])).Select(link => $"{file}: {link}")),
            "links that lead nowhere");

    [Fact]
    public void Files_that_are_named_in_code_marks_are_there() =>
        SourceTree.None(
            Documents.SelectMany(file => NamedFile().Matches(SourceTree.Text(file)).Select(m => m.Groups["is"].Value).Where(name => !IsThere("README.md", name)).Select(name => $"{file}: {name}")),
            "files that are named and not there");

    [Fact]
    public void Tests_that_documents_name_are_there()
    {
        var tests = SourceTree.Files("tests", "*.cs").SelectMany(file => TestName().Matches(SourceTree.Text(file))).Select(m => m.Groups["is"].Value).ToHashSet(StringComparer.Ordinal);
        var named = SourceTree.Files("docs", "*.md").SelectMany(file => NamedTest().Matches(SourceTree.Text(file)).Select(m => (file, test: m.Groups["is"].Value))).ToArray();
        Assert.NotEmpty(named);
        SourceTree.None(named.Where(n => !tests.Contains(n.test)).Select(n => $"{n.file}: {n.test}"), "tests that are named and not there");
    }

    [Fact]
    public void Commands_of_the_read_me_are_scripts_that_can_be_run()
    {
        var commands = Documents.SelectMany(file => RootCommand().Matches(SourceTree.Text(file))).Select(m => m.Groups["is"].Value).Distinct(StringComparer.Ordinal).ToArray();
        Assert.Contains("chefactors", commands);
        Assert.Contains("test", commands);
        SourceTree.None(commands.Where(c => !File.Exists(Repository.PathOf(c)) || !IsExecutable(Repository.PathOf(c))), "no such script");
    }

    [Fact]
    public void The_documents_that_a_newcomer_looks_for_are_there() =>
        SourceTree.None(
            new[] { "README.md", "LICENSE", "SECURITY.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/contract.md", "docs/invariants.md", "docs/operating.md", "docs/security.md", "docs/testing.md", "docs/status.md" }
                .Where(file => !File.Exists(Repository.PathOf(file))),
            "missing");

    [Fact]
    public void Reason_codes_are_explained() =>
        SourceTree.None(
            Constant().Matches(SourceTree.Text("src/Core/Results/ReasonCode.cs")).Select(m => m.Groups["is"].Value)
                .Where(code => !SourceTree.Text("docs/contract.md").Contains($"`{code}`", StringComparison.Ordinal)),
            "reason codes that docs/contract.md does not name");

    [Fact]
    public void Nothing_names_a_place_of_one_machine_or_a_host_that_packages_came_from()
    {
        // Put together here, so that this file does not hold what it forbids.
        string[] places = ["/" + "work/", "/" + "root/", "artifact" + "ory", "jfro" + "g.io", "api.nuget" + ".org", "pkgs.dev.azure" + ".com"];
        SourceTree.None(
            SourceTree.Files(".").Where(file => Texts.Contains(Path.GetExtension(file), StringComparer.Ordinal) && !IsCaptured(file))
                .SelectMany(file => SourceTree.Lines(file).Select((line, i) => (line, at: $"{file}:{i + 1}")))
                .SelectMany(l => places.Where(p => l.line.Contains(p, StringComparison.OrdinalIgnoreCase)).Select(p => $"{l.at}: {p}")),
            "names of places that other machines do not have");
    }

    /// <summary>Output of other programs, kept as it was.</summary>
    private static bool IsCaptured(string file) => file.Contains("/Samples/", StringComparison.Ordinal) || file.Contains("/Frames/", StringComparison.Ordinal) || file.EndsWith("packages.lock.json", StringComparison.Ordinal);

    private static bool IsExecutable(string path) => !OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute);

    private static bool IsThere(string document, string link)
    {
        var path = Path.GetFullPath(Path.Combine(Repository.PathOf(Path.GetDirectoryName(document)!), Uri.UnescapeDataString(link)));
        return link.Length == 0 || File.Exists(path) || Directory.Exists(path);
    }

    [GeneratedRegex(@"\]\((?<is>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<is>(?:src|tests|docs|hocon|build)/[A-Za-z0-9_./-]*)`")]
    private static partial Regex NamedFile();

    [GeneratedRegex(@"(?:^|[\s`(])\./(?<is>[a-z][a-z-]*)(?=[\s`.,;)])", RegexOptions.Multiline)]
    private static partial Regex RootCommand();

    [GeneratedRegex(@"(?:void|Task|Property|bool) (?<is>[A-Z][A-Za-z0-9]*_[A-Za-z0-9_]+)\(")]
    private static partial Regex TestName();

    [GeneratedRegex("`(?<is>[A-Z][a-z]*(?:_[A-Za-z0-9]+){3,})`")]
    private static partial Regex NamedTest();

    [GeneratedRegex("const string [A-Za-z]+ = \"(?<is>[a-z_]+)\"")]
    private static partial Regex Constant();
}
