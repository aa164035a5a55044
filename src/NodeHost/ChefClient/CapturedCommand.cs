using System.Diagnostics;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>A short command whose words are wanted: a program, a list of arguments, no shell, a bound for its words, and the caller's time.</summary>
internal static class CapturedCommand
{
    private const int CharactersAtMost = 16 * 1024;

    /// <summary>Runs it to its end; the exit code and what it said on stdout and stderr, the beginning of each where that is much.</summary>
    /// <param name="program">Its whole path.</param>
    /// <param name="arguments">Each as it is.</param>
    /// <param name="hidden">Variables of ours that it does not see.</param>
    /// <param name="cancellationToken">Its time is over: it is killed, with all that it started.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    /// <exception cref="OperationCanceledException">It was killed.</exception>
    internal static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string program, IReadOnlyList<string> arguments, IReadOnlyList<string> hidden, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = "/" };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var name in hidden) start.Environment.Remove(name);
        using var process = Start(start);
        try
        {
            process.StandardInput.Close();
            var errors = ReadAsync(process.StandardError, cancellationToken);
            var output = await ReadAsync(process.StandardOutput, cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new IOException($"{start.FileName} was not started");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new IOException($"{start.FileName} cannot be started: {e.Message}", e);
        }
    }

    /// <summary>To the end, so that it never blocks on a full pipe; what is too much is dropped.</summary>
    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var (text, buffer) = (new System.Text.StringBuilder(), new char[1024]);
        while (await reader.ReadAsync(buffer, cancellationToken) is > 0 and var count) text.Append(buffer, 0, Math.Min(count, CharactersAtMost - text.Length));
        return text.ToString();
    }
}
