using System.ComponentModel;
using System.Diagnostics;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>Asks a chef-client for its version; it changes nothing.</summary>
internal static class ChefVersion
{
    private const int OutputCharacters = 4096;

    /// <summary>Runs <c>chef-client --version</c>; whatever it started is killed after the bound.</summary>
    /// <param name="path">The executable.</param>
    /// <param name="within">Chef loads Ruby and its gems first: seconds on a slow disk.</param>
    /// <param name="time">Measures the bound.</param>
    internal static async Task<ChefVersionAnswer> AskAsync(string path, TimeSpan within, TimeProvider time)
    {
        var start = new ProcessStartInfo(path, ["--version"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = "/" };
        foreach (var name in SecretVariables.Names) start.Environment.Remove(name);
        Process process;
        try
        {
            process = Process.Start(start) ?? throw new IOException($"{path} was not started");
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            return new ChefVersionAnswer(null, "", false, within, e.Message);
        }

        using (process)
        using (var bound = new CancellationTokenSource(within, time))
        {
            process.StandardInput.Close();
            try
            {
                var (output, errors) = (ReadAsync(process.StandardOutput, bound.Token), ReadAsync(process.StandardError, bound.Token));
                await process.WaitForExitAsync(bound.Token);
                return new ChefVersionAnswer(process.ExitCode, await output + await errors, false, within, null);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return new ChefVersionAnswer(null, "", true, within, null);
            }
        }
    }

    /// <summary>The beginning of what it writes; the rest is read and dropped, so that it never waits for a reader.</summary>
    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var buffer = new char[OutputCharacters];
        var kept = await reader.ReadBlockAsync(buffer, cancellationToken);
        var text = new string(buffer, 0, kept);
        while (await reader.ReadAsync(buffer, cancellationToken) > 0)
        {
            // Dropped.
        }

        return text;
    }
}
