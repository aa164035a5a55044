using ChefActors.Controller.Planning.Plans;
using ChefActors.Core.Commands;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Planning;

/// <summary>Arguments and fleet to a rollout of one wave, or why not: a plan with one wave that takes all, by name.</summary>
internal static class PushPlan
{
    /// <summary>The name of a push's only wave.</summary>
    public const string WaveName = "all";

    /// <summary>What is wrong with a request whatever the fleet is; null: nothing. Asked before anything is connected.</summary>
    public static string? Fault(PushRequest request)
    {
        if (request.MayReplace && request.Converge.MeantMode != RunMode.Replace) return "--yes-replace goes with --mode replace";
        if (ConvergeRules.Faults(request.Converge, ConvergeWords.Arguments).FirstOrDefault() is { } fault) return $"{Argument(fault)}: found {fault.Found}; allowed: {fault.Allowed}";
        if (request.Name is { } name && !ConvergeRules.IsName(name)) return $"--name: 1 to {ConvergeRules.NameAtMost} characters on one line are allowed";
        return request.Parallel < 1 ? $"--parallel: found {request.Parallel}, allowed are 1 and more" : null;
    }

    /// <summary>Decides. Pure: the same request, fleet and context give the same plan.</summary>
    public static PushPlanning Make(PushRequest request, IEnumerable<TargetSubject> fleet, PlanContext context)
    {
        if (Fault(request) is { } fault) return new PushPlanning.Invalid(fault, []);
        if (request.Converge.MeantMode == RunMode.Replace && !request.MayReplace)
        {
            return new PushPlanning.Unconfirmed("--mode replace replaces the stored run-list of every target for good; say so with --yes-replace");
        }

        return Resolve(PlanOf(request), fleet, context, new PlanWish(request.Limit, request.Seed, request.AllowOverlap));
    }

    /// <summary>A plan of one wave on a fleet.</summary>
    public static PushPlanning Resolve(PlanDocument plan, IEnumerable<TargetSubject> fleet, PlanContext context, PlanWish wish) =>
        PlanResolver.Resolve(plan, PlanFleet.Of(fleet), context, wish) switch
        {
            PlanResolution.Ready ready => new PushPlanning.Ready(ready.Rollout, ready.Undecided, ready.Matched),
            PlanResolution.Invalid invalid => new PushPlanning.Invalid(invalid.Fault.Found, invalid.Undecided),
            var other => throw new InvalidOperationException($"no kind of resolution: {other}"),
        };

    /// <summary>The wave that takes all.</summary>
    public static IReadOnlyList<PlannedWave> OneWave(int parallel) =>
        [new PlannedWave(WaveName, new WaveSize.Rest(), new Amount(parallel, IsPercent: false), 0, Approve: false, PlannedWave.ApproveWithinByDefault, At: null)];

    /// <summary>Rounded up: half a second of grace is not none.</summary>
    public static int Seconds(TimeSpan duration) => (int)Math.Ceiling(duration.TotalSeconds);

    private static PlanDocument PlanOf(PushRequest request) => new()
    {
        Name = request.Name,
        Command = ConvergeRules.Command(request.Converge) with
        {
            WhyRun = request.WhyRun,
            AcceptWithinS = Seconds(request.AcceptWithin),
            RunTimeoutS = Seconds(request.RunTimeout),
            LockWaitS = Seconds(request.LockWait),
        },
        Target = request.Target,
        TargetText = request.TargetText,
        Waves = OneWave(request.Parallel),
        Order = new WaveOrder.ByName(),
        Halt = new PlannedHalt { WaveFailures = request.MaxFailures, Failures = request.MaxFailures, Offline = null },
        Offline = request.OfflineWait > TimeSpan.Zero ? Core.Rollouts.OfflinePolicy.Wait : Core.Rollouts.OfflinePolicy.Skip,
        OfflineWaitS = Seconds(request.OfflineWait),
        GraceS = Seconds(request.Grace),
    };

    private static string Argument(ConvergeFault fault) => fault.Part switch
    {
        ConvergePart.Mode => "--mode",
        ConvergePart.NamedRunList => "--named-run-list",
        ConvergePart.Attributes => "--attributes",
        _ => fault.Item is { } item ? $"run-list item {item + 1}" : "run-list",
    };
}
