namespace ChefActors.NodeHost.ChefClient;

/// <summary>Asks a chef-client for its version; it changes nothing.</summary>
internal static class ChefVersion
{
    /// <summary>Runs <c>chef-client --version</c>; whatever it started is killed after the bound.</summary>
    /// <param name="path">The executable.</param>
    /// <param name="within">Chef loads Ruby and its gems first: seconds on a slow disk.</param>
    /// <param name="time">Measures the bound.</param>
    internal static async Task<ChefVersionAnswer> AskAsync(string path, TimeSpan within, TimeProvider time)
    {
        using var bound = new CancellationTokenSource(within, time);
        try
        {
            var (exitCode, output, errors) = await CapturedCommand.RunAsync(path, ["--version"], SecretVariables.Names, bound.Token);
            return new ChefVersionAnswer(exitCode, output + errors, false, within, null);
        }
        catch (IOException e)
        {
            return new ChefVersionAnswer(null, "", false, within, e.Message);
        }
        catch (OperationCanceledException)
        {
            return new ChefVersionAnswer(null, "", true, within, null);
        }
    }
}
