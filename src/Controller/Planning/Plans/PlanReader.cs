using System.Security.Cryptography;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Planning.Plans;

/// <summary>A plan's file to what it says, or all that is wrong with it. Pure.</summary>
internal static class PlanReader
{
    private const int AttemptsAtMost = 3;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    /// <summary>Reads it.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="readFile">For <c>@FILE</c> in the target.</param>
    public static PlanReading Read(ReadOnlySpan<byte> file, Func<string, IReadOnlyList<string>>? readFile)
    {
        var faults = new PlanFaults();
        var plan = PlanYaml.Read(file, faults) is { } root ? Plan(new PlanGroup("", root, PlanKeys.Plan, faults), readFile) : null;
        if (!faults.None || plan is null) return new PlanReading.Faulty(faults.InOrder, faults.Count - faults.InOrder.Count);
        return new PlanReading.Holds(plan with { Hash = Convert.ToHexStringLower(SHA256.HashData(file)) });
    }

    private static PlanDocument? Plan(PlanGroup plan, Func<string, IReadOnlyList<string>>? readFile)
    {
        var name = plan.Value("name", $"1 to {ConvergeRules.NameAtMost} characters on one line", text => ConvergeRules.IsName(text) ? text : null);
        var command = CommandReading.Read(plan);
        var target = Target(plan, readFile);
        var waves = WaveReading.Read(plan);
        var order = plan.Value<WaveOrder>("order", WaveOrder.Allowed, WaveOrder.Read);
        var halt = HaltReading.Read(plan);
        var onHalt = plan.Word("on_halt", ("drain", HaltAction.Drain), ("interrupt", HaltAction.Interrupt));
        var (offline, offlineWait) = AfterReading.Offline(plan);
        var acceptWithin = plan.Seconds("accept_within", Second, Month) ?? 600;
        var runTimeout = plan.Seconds("run_timeout", Second, Day) ?? 1800;
        var lockWait = plan.Seconds("lock_wait", TimeSpan.Zero, Day) ?? 600;
        var grace = plan.Seconds("grace", Second, Day) ?? 120;
        var attempts = plan.Number("attempts", 1, AttemptsAtMost) ?? 1;
        var reboot = AfterReading.Reboot(plan);
        var pace = AfterReading.Pace(plan);
        var rollback = AfterReading.Rollback(plan);
        var notify = AfterReading.Notify(plan);
        if (command is null || target is null || waves.Count == 0) return null;
        return new PlanDocument
        {
            Name = name,
            Command = command with { AcceptWithinS = acceptWithin, RunTimeoutS = runTimeout, LockWaitS = lockWait, Attempts = attempts },
            Target = target.Value.Expression,
            TargetText = target.Value.Text,
            TargetAt = target.Value.At,
            Waves = waves,
            Order = order ?? new WaveOrder.Spread("location"),
            Halt = halt,
            OnHalt = onHalt ?? HaltAction.Drain,
            Offline = offline,
            OfflineWaitS = offlineWait,
            GraceS = grace,
            RebootVerifyS = reboot,
            Pace = pace,
            Rollback = rollback,
            Notify = notify,
        };
    }

    private static (TargetExpression Expression, string Text, PlanPlace At)? Target(PlanGroup plan, Func<string, IReadOnlyList<string>>? readFile)
    {
        const string allowed = "a target, such as env=prod and role=web";
        switch (plan.Required("target", allowed))
        {
            case PlanNode.Text { IsNothing: false } text:
                if (TargetParser.TryParse(text.Value, readFile, out var expression, out var error)) return (expression, text.Value, text.At);
                if (text.Inside is { } inside) plan.Fault(inside with { Column = inside.Column + error.Column - 1 }, "target", error.Found, error.Expected);
                else plan.Fault(text.At, "target", $"{error.Found} at column {error.Column} of the target", error.Expected);
                return null;
            case { } other and not PlanNode.Broken:
                plan.Fault(other.At, "target", other.Shown, allowed);
                return null;
            default:
                return null;
        }
    }
}
