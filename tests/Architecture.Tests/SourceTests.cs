using System.Text.RegularExpressions;

namespace ChefActors.Architecture.Tests;

/// <summary>What the sources look like: read as text.</summary>
public sealed partial class SourceTests
{
    private const int LinesAtMost = 300;

    private static readonly string[] EmptyNames = ["Utils", "Util", "Helpers", "Helper", "Common", "Manager", "Managers", "Misc", "Shared"];

    [Fact]
    public void Only_the_layout_spells_paths_of_znodes() =>
        SourceTree.None(
            SourceTree.Files("src", "*.cs").Where(file => file != "src/Core/Znodes/ZnodeLayout.cs")
                .SelectMany(file => SourceTree.CodeLines(file).Select((line, i) => (line, at: $"{file}:{i + 1}")))
                .Where(l => SpelledPath().IsMatch(l.line)).Select(l => $"{l.at}: {l.line.Trim()}"),
            "paths belong into ZnodeLayout");

    [Fact]
    public void The_scan_for_paths_sees_one()
    {
        Assert.Matches(SpelledPath(), "var path = $\"/node/{name}/alive\";");
        Assert.Matches(SpelledPath(), "Get(\"/rollout\")");
        Assert.DoesNotMatch(SpelledPath(), "Get(\"/nodes-of-mine\")");
    }

    [Fact]
    public void Folders_are_named_for_what_they_hold() =>
        SourceTree.None(
            SourceTree.Folders("src").Concat(SourceTree.Folders("tests")).Where(folder => EmptyNames.Contains(Path.GetFileName(folder), StringComparer.OrdinalIgnoreCase)),
            "such a name means that the name was not found yet");

    [Fact]
    public void No_file_has_more_than_300_lines() =>
        SourceTree.None(
            SourceTree.Files("src", "*.cs").Concat(SourceTree.Files("tests", "*.cs")).Select(file => (file, lines: SourceTree.Lines(file).Length))
                .Where(f => f.lines > LinesAtMost).Select(f => $"{f.file}: {f.lines} lines"),
            "look for a second concern in it");

    [Fact]
    public void A_file_holds_one_class_or_interface_and_beside_it_small_records_at_most() =>
        SourceTree.None(
            SourceTree.Files("src", "*.cs").Select(file => (file, types: SourceTree.CodeLines(file).Count(line => TopLevelClass().IsMatch(line))))
                .Where(f => f.types > 1).Select(f => $"{f.file}: {f.types}"),
            "a file for each");

    [Fact]
    public void The_wrapper_is_the_only_shell_script_of_the_sources() =>
        Assert.Equal(["src/NodeHost/ChefClient/wrapper.sh"], SourceTree.Files("src").Where(IsShell));

    [Fact]
    public void The_agent_asks_no_shell_to_read_a_line() =>
        SourceTree.None(
            SourceTree.Files("src/NodeHost", "*.cs").Concat(SourceTree.Files("src/Controller", "*.cs"))
                .SelectMany(file => SourceTree.CodeLines(file).Where(line => ShellLine().IsMatch(line)).Select(line => $"{file}: {line.Trim()}")),
            "a shell reads wrapper.sh and nothing else");

    [Fact]
    public void What_starts_a_process_by_the_C_library_is_the_wrapper_alone() =>
        Assert.Equal(
            ["src/NodeHost/ChefClient/WrapperProcess.Native.cs"],
            SourceTree.Files("src", "*.cs").Where(file => !file.StartsWith("src/ChefStandIn/", StringComparison.Ordinal) && SourceTree.CodeLines(file).Any(line => NativeStart().IsMatch(line))));

    [Fact]
    public void The_shell_gets_the_wrapper_and_nothing_else()
    {
        Assert.Single(SourceTree.CodeLines("src/NodeHost/ChefClient/WrapperProcess.cs"), line => line.Contains("[Shell, ..", StringComparison.Ordinal));
        Assert.Equal(
            [("src/NodeHost/ChefClient/WrapperStock.cs", "WrapperProcess.Start([Wrapper]")],
            SourceTree.Files("src", "*.cs").SelectMany(file => SourceTree.CodeLines(file).Select(line => WrapperStart().Match(line)).Where(match => match.Success).Select(match => (file, match.Value))));
    }

    [Fact]
    public void Every_project_says_what_it_is() =>
        SourceTree.None(
            SourceTree.Files("src", "*.csproj").Select(file => Path.GetDirectoryName(file)! + "/README.md").Except(SourceTree.Files("src", "README.md"), StringComparer.Ordinal),
            "a README of one screen is missing");

    private static bool IsShell(string file) =>
        file.EndsWith(".sh", StringComparison.Ordinal) || (Path.GetExtension(file).Length == 0 && SourceTree.Lines(file).FirstOrDefault()?.StartsWith("#!", StringComparison.Ordinal) == true);

    [GeneratedRegex("\"/(?:node|rollout|controller|chefactors|pace|event)(?:/|\")")]
    private static partial Regex SpelledPath();

    [GeneratedRegex(@"^(?:public |internal |file |static |sealed |abstract |readonly |partial |ref |unsafe )*(?:class|interface|struct) ")]
    private static partial Regex TopLevelClass();

    [GeneratedRegex("EntryPoint = \"(?:posix_spawnp?|fork|vfork|clone3?|execv\\w*|execl\\w*|system|popen)\"")]
    private static partial Regex NativeStart();

    [GeneratedRegex(@"WrapperProcess\.Start\([^\]]*\]?")]
    private static partial Regex WrapperStart();

    [GeneratedRegex("\"(?:-lc|/bin/bash|bash|sh)\"|(?<!string Shell = )\"/bin/sh\"|UseShellExecute = true")]
    private static partial Regex ShellLine();
}
