using ChefActors.Controller.Planning.Plans;
using ChefActors.Core.Commands;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Planning;

/// <summary>Arguments and fleet to a rollout of restarts in one wave, or why not. Pure.</summary>
internal static class RestartPlan
{
    /// <summary>What is wrong with a request whatever the fleet is; null: nothing. Asked before anything is connected.</summary>
    public static string? Fault(RestartRequest request)
    {
        if (request.ExpectVersion is { } version && !HostRestart.IsVersion(version)) return $"--expect-version: found {PlanNode.Quoted(version)}; allowed: {HostRestart.AllowedVersion}";
        if (request.Name is { } name && !ConvergeRules.IsName(name)) return $"--name: 1 to {ConvergeRules.NameAtMost} characters on one line are allowed";
        return request.Parallel < 1 ? $"--parallel: found {request.Parallel}, allowed are 1 and more" : null;
    }

    /// <summary>Decides. Pure: the same request, fleet and context give the same plan.</summary>
    public static PushPlanning Make(RestartRequest request, IEnumerable<TargetSubject> fleet, PlanContext context) =>
        Fault(request) is { } fault ? new PushPlanning.Invalid(fault, []) : PushPlan.Resolve(PlanOf(request), fleet, context, new PlanWish(null, 0, request.AllowOverlap));

    private static PlanDocument PlanOf(RestartRequest request) => new()
    {
        Name = request.Name,
        Command = new RolloutCommand
        {
            Kind = CommandKind.Restart,
            Restart = new HostRestart { ExpectVersion = request.ExpectVersion },
            AcceptWithinS = PushPlan.Seconds(request.AcceptWithin),
            RunTimeoutS = PushPlan.Seconds(request.RunTimeout),
            LockWaitS = 0,
        },
        Target = request.Target,
        TargetText = request.TargetText,
        Waves = PushPlan.OneWave(request.Parallel),
        Order = new WaveOrder.ByName(),
        Halt = new PlannedHalt { WaveFailures = request.MaxFailures, Failures = request.MaxFailures, Offline = null },
        Offline = request.OfflineWait > TimeSpan.Zero ? OfflinePolicy.Wait : OfflinePolicy.Skip,
        OfflineWaitS = PushPlan.Seconds(request.OfflineWait),
        GraceS = PushPlan.Seconds(request.Grace),
    };
}
