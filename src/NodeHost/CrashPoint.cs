using System.Runtime.InteropServices;
using ChefActors.NodeHost.Delivery;
using ChefActors.NodeHost.Journal;
using ChefActors.NodeHost.Running;

namespace ChefActors.NodeHost;

/// <summary>
/// A named point at which this process kills itself (SIGKILL), for tests that prove what is promised after a crash exactly there. Points are
/// called <c>WORK.before</c> and <c>WORK.after</c>, where WORK is a <see cref="CrashWork"/>. With <c>throw:</c> before the name the work fails there in a way
/// that nobody expects, each time: an actor crashes, not the process. Without a name nothing ever happens. What is promised at each stands in docs/invariants.md.
/// </summary>
internal sealed partial class CrashPoint(string? name)
{
    /// <summary>The environment variable that names the point.</summary>
    internal const string Variable = "CHEFACTORS_CRASH_AT";

    /// <summary>Before the name of a point: an exception there instead of the end.</summary>
    private const string Throwing = "throw:";

    /// <summary>Nothing happens anywhere.</summary>
    internal static CrashPoint None { get; } = new(null);

    /// <summary>All points.</summary>
    internal static IReadOnlyList<string> Names => [.. Enum.GetValues<CrashWork>().SelectMany(work => new[] { $"{work}.before", $"{work}.after" })];

    /// <summary>What is wrong with a name: a point that there is not would let a test pass that kills nobody. Null: nothing.</summary>
    internal static string? Objection(string? name) =>
        string.IsNullOrEmpty(name) || Names.Contains(name.StartsWith(Throwing, StringComparison.Ordinal) ? name[Throwing.Length..] : name, StringComparer.Ordinal) ? null : $"{Variable}: found '{name}'; allowed: {string.Join(", ", Names)}";

    /// <summary>Runs a piece of work between its two points.</summary>
    internal async Task<T> AroundAsync<T>(CrashWork what, Func<Task<T>> work)
    {
        Reach(what, "before");
        var result = await work();
        Reach(what, "after");
        return result;
    }

    /// <summary>The same for work that blocks.</summary>
    internal T Around<T>(CrashWork what, Func<T> work)
    {
        Reach(what, "before");
        var result = work();
        Reach(what, "after");
        return result;
    }

    /// <summary>The work that an effect of the runner is; those that concern ZooKeeper are wishes.</summary>
    internal static CrashWork Of(RunnerEffect effect) => effect switch
    {
        RunnerEffect.Append { Record: JournalRecord.Start } => CrashWork.AppendStart,
        RunnerEffect.Append { Record: JournalRecord.Dropped } => CrashWork.AppendDropped,
        RunnerEffect.Append { Record: JournalRecord.Stopping } => CrashWork.AppendStopping,
        RunnerEffect.Append { Record: JournalRecord.Outcome } => CrashWork.AppendOutcome,
        RunnerEffect.Append { Record: JournalRecord.Sent } => CrashWork.AppendSent,
        RunnerEffect.Spawn => CrashWork.Spawn,
        RunnerEffect.AskSupervisor => CrashWork.AskSupervisor,
        RunnerEffect.EndHost => CrashWork.EndHost,
        RunnerEffect.Release => CrashWork.Release,
        RunnerEffect.Dismiss => CrashWork.Dismiss,
        RunnerEffect.Await => CrashWork.Await,
        RunnerEffect.Observe => CrashWork.Observe,
        RunnerEffect.Signal => CrashWork.Signal,
        RunnerEffect.Force => CrashWork.Force,
        RunnerEffect.Look => CrashWork.Look,
        RunnerEffect.KeepLog => CrashWork.KeepLog,
        _ => throw new ArgumentOutOfRangeException(nameof(effect), effect.GetType().Name, "this effect is carried out elsewhere"),
    };

    /// <summary>The work that a wish is.</summary>
    internal static CrashWork Of(DeliveryProtocol.Wish wish) => wish switch
    {
        DeliveryProtocol.Wish.Claim => CrashWork.Claim,
        DeliveryProtocol.Wish.Report => CrashWork.Report,
        DeliveryProtocol.Wish.Refuse => CrashWork.Refuse,
        DeliveryProtocol.Wish.Drop => CrashWork.Drop,
        DeliveryProtocol.Wish.Inspect => CrashWork.Inspect,
        _ => throw new ArgumentOutOfRangeException(nameof(wish), wish.GetType().Name, "the set of wishes is closed"),
    };

    private void Reach(CrashWork what, string when)
    {
        if (name is null) return;
        if (name == $"{what}.{when}") _ = Kill(Environment.ProcessId, 9);
        if (name == $"{Throwing}{what}.{when}") throw new InvalidOperationException($"planted at {what}.{when}");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
