using System.Diagnostics;

namespace ChefActors.ZooKeeper.Embedded.Tests.ForeignClients;

/// <summary>Runs a program of Debian's with a bound, and gives what it printed.</summary>
internal static class ForeignProgram
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    public static async Task<string> RunAsync(string program, string aptPackages, string input, params string[] arguments)
    {
        Assert.True(File.Exists(program), $"{program} is missing: apt-get install --no-install-recommends {aptPackages}");
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(_patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), patience.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token);
            var all = await output + await errors;
            Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}:\n{all}");
            return all;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
