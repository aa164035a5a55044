using System.Runtime.InteropServices;

namespace ChefActors.NodeHost;

/// <summary>
/// A named point at which this process kills itself (SIGKILL), for tests that prove what is promised after a crash exactly there. Points are
/// called <c>WHAT.before</c> and <c>WHAT.after</c>, where WHAT is an effect or a wish, such as <c>Claim</c> or <c>Append.Start</c>. With <c>throw:</c> before
/// the name the work fails there in a way that nobody expects, each time: an actor crashes, not the process. Without a name nothing ever happens.
/// </summary>
internal sealed partial class CrashPoint(string? name)
{
    /// <summary>The environment variable that names the point.</summary>
    internal const string Variable = "CHEFACTORS_CRASH_AT";

    /// <summary>Runs a piece of work between its two points.</summary>
    internal async Task<T> AroundAsync<T>(string what, Func<Task<T>> work)
    {
        Reach(what, "before");
        var result = await work();
        Reach(what, "after");
        return result;
    }

    private void Reach(string what, string when)
    {
        if (name is null) return;
        if (name == $"{what}.{when}") _ = Kill(Environment.ProcessId, 9);
        if (name == $"throw:{what}.{when}") throw new InvalidOperationException($"planted at {what}.{when}");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
