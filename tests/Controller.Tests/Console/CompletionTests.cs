using System.Diagnostics;
using ChefActors.Controller.Console;
using ChefActors.Testing;

namespace ChefActors.Controller.Tests.Console;

public sealed class CompletionTests : IDisposable
{
    private readonly VerbRig rig = new();
    private readonly TemporaryDirectory directory = new();

    public void Dispose()
    {
        rig.Dispose();
        directory.Dispose();
    }

    [Theory]
    [InlineData("roll", "rollout")]
    [InlineData("rollout st", "start")]
    [InlineData("rollout plan --che", "--check")]
    [InlineData("", "push")]
    [InlineData("push --mode ", "override")]
    public async Task The_program_completes_what_was_typed(string typed, string expected)
    {
        Assert.Equal(ExitCode.Success, await rig.RunAsync($"[suggest:{typed.Length}]", typed));
        Assert.Contains(expected, rig.Output.ToString().Split('\n', StringSplitOptions.TrimEntries));
    }

    [Fact]
    public async Task The_script_is_valid_and_completes_a_verb_with_the_program_itself()
    {
        Assert.Equal(ExitCode.Success, await rig.RunAsync("completion", "bash"));
        var script = Path.Combine(directory.FullName, "completion");
        await File.WriteAllTextAsync(script, rig.Output.ToString());
        Assert.Equal((0, ""), await RunAsync("-n", script));
        var program = Path.Combine(AppContext.BaseDirectory, "chefactors");
        var typed = $"{program} rollout st";
        var asked = $"source '{script}'; COMP_LINE='{typed}'; COMP_POINT={typed.Length}; COMP_WORDS=(\"{program}\" rollout st); COMP_CWORD=2; _chefactors_complete; echo \"${{COMPREPLY[*]}}\"";
        Assert.Equal((0, "start\n"), await RunAsync("-c", asked));
    }

    [Theory]
    [InlineData("zsh", "#compdef chefactors")]
    [InlineData("fish", "complete -c chefactors")]
    public async Task Other_shells_have_their_own(string shell, string line)
    {
        Assert.Equal(ExitCode.Success, await rig.RunAsync("completion", shell));
        Assert.Contains(line, rig.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shell_that_is_not_known_is_usage() => Assert.Equal(ExitCode.Usage, await rig.RunAsync("completion", "cmd"));

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
