using System.Diagnostics;
using System.Text.RegularExpressions;
using ChefActors.Testing;

namespace ChefActors.Architecture.Tests;

/// <summary>The one place where a shell is used is read by a person whenever it changes.</summary>
public sealed class WrapperTests
{
    private const string Wrapper = "src/NodeHost/ChefClient/wrapper.sh";
    private const string Approved = "tests/Architecture.Tests/Approved/wrapper.sh.approved.txt";

    [Fact]
    public void It_is_the_approved_text() => Assert.Equal(SourceTree.Text(Approved), SourceTree.Text(Wrapper));

    [Fact]
    public async Task A_shell_can_parse_it()
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-n", Repository.PathOf(Wrapper)]) { RedirectStandardError = true, UseShellExecute = false })!;
        var said = await shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.Equal((0, ""), (shell.ExitCode, said));
    }

    [Fact]
    public void Arguments_pass_it_as_they_are_and_are_never_read_as_text()
    {
        var lines = SourceTree.Lines(Wrapper).Where(line => !line.StartsWith('#')).ToArray();
        Assert.Equal(["set -- \"$@\" \"${line#arg }\" ;;", "\"$@\" </dev/null"], lines.Where(line => line.Contains("$@", StringComparison.Ordinal)).Select(line => line[line.IndexOfAny(['s', '"'])..]));
        Assert.DoesNotContain(lines, line => Regex.IsMatch(line, @"\b(?:eval|source|sh|bash)\b|\$\*|`|\$\(", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Every_variable_in_it_is_quoted()
    {
        var code = SourceTree.Lines(Wrapper).Where(line => !line.StartsWith('#')).Select(line => Regex.Replace(line, "\"[^\"]*\"", "", RegexOptions.None, TimeSpan.FromSeconds(1)));
        SourceTree.None(code.Where(line => line.Contains('$')), "unquoted in wrapper.sh");
    }
}
