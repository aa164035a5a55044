using System.Text.RegularExpressions;

namespace ChefActors.Architecture.Tests;

/// <summary>The references in hocon/ are complete, and hold nothing that nobody reads.</summary>
public sealed partial class SettingsTests
{
    [Theory]
    [InlineData("hocon/nodehost.conf", "src/NodeHost")]
    [InlineData("hocon/controller.conf", "src/Controller")]
    public void Every_key_is_read_and_every_key_that_is_read_is_there(string file, string project)
    {
        var written = KeysOf(file);
        var read = SourceTree.Files(project, "*Settings*.cs").SelectMany(SourceTree.Lines).SelectMany(line => ReadKey().Matches(line)).Select(m => m.Groups["key"].Value).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(read);
        SourceTree.None(written.Except(read, StringComparer.Ordinal).Select(k => $"{k} is in {file} and nobody reads it")
            .Concat(read.Except(written, StringComparer.Ordinal).Select(k => $"{k} is read and not in {file}")), "settings and their reference differ");
    }

    [Theory]
    [InlineData("hocon/nodehost.conf")]
    [InlineData("hocon/controller.conf")]
    public void Every_key_has_a_comment_above_it(string file)
    {
        var lines = SourceTree.Lines(file).Select(line => line.Trim()).ToArray();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var bare = new List<string>();
        var group = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].EndsWith('{')) group = i;
            if (Assignment().Match(lines[i]) is not { Success: true } key || !seen.Add($"{group} {key.Groups["key"].Value}")) continue;

            // One comment may stand above a few keys that belong together.
            var above = i - 1;
            while (above > 0 && Assignment().IsMatch(lines[above])) above--;
            if (above < 0 || !lines[above].StartsWith('#')) bare.Add($"{file}:{i + 1}: {lines[i]}");
        }

        Assert.NotEmpty(seen);
        SourceTree.None(bare, "keys without unit and meaning");
    }

    /// <summary>Leaves of a file in the form that the references have: a key or a group a line.</summary>
    private static HashSet<string> KeysOf(string file)
    {
        var path = new Stack<string>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in SourceTree.Lines(file).Select(l => l.Trim()).Where(l => l.Length > 0 && !l.StartsWith('#')))
        {
            if (line == "}") path.Pop();
            else if (line.EndsWith('{')) path.Push(line[..^1].Trim());
            else if (EmptyGroup().Match(line) is { Success: true } empty) keys.Add(Full(empty));
            else if (Assignment().Match(line) is { Success: true } key) keys.Add(Full(key));
            else Assert.Fail($"{file}: a line that is neither key nor group: {line}");
        }

        Assert.Empty(path);
        return keys;

        string Full(Match match) => string.Join('.', path.Reverse().Append(match.Groups["key"].Value));
    }

    [GeneratedRegex("\"(?<key>chefactors(?:\\.[a-z_]+){2,})\"")]
    private static partial Regex ReadKey();

    [GeneratedRegex(@"^(?<key>[a-z_]+)\s*=")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"^(?<key>[a-z_]+)\s*\{\s*\}$")]
    private static partial Regex EmptyGroup();
}
