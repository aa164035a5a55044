using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Rollouts;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>Why a rollout was not started or taken over, for people.</summary>
internal static class StartRefusal
{
    private const int NamesAtMost = 5;

    /// <summary>The failure; <paramref name="rollout"/> is the one that was wanted.</summary>
    public static VerbFailure Of(VerbContext context, StartAnswer answer, string rollout) => answer switch
    {
        StartAnswer.Overlap overlap => new VerbFailure(
            ExitCode.Refused,
            $"rollout {overlap.OtherRollout} is unfinished and its command is outstanding on {Names(overlap.Nodes)}. "
            + $"Look at it with: {context.Typed($"rollout show {overlap.OtherRollout}")}; or start it all the same with --allow-overlap"),
        StartAnswer.Refused refused => new VerbFailure(ExitCode.Refused, $"rollout {rollout}: {SafeText.Line(refused.Why)}"),
        StartAnswer.OwnedByOther other => new VerbFailure(ExitCode.Refused, $"controller {other.Controller} drives rollout {rollout}; look on with: {context.Typed($"rollout watch {rollout}")}"),
        StartAnswer.Unknown => new VerbFailure(ExitCode.Usage, $"there is no rollout {SafeText.Line(rollout)}; see: {context.Typed("rollout list")}"),
        StartAnswer.Ended => new VerbFailure(ExitCode.Refused, $"rollout {rollout} is over; see: {context.Typed($"rollout show {rollout}")}"),
        _ => new VerbFailure(ExitCode.Refused, $"rollout {rollout} was not started: {answer}"),
    };

    private static string Names(IReadOnlyList<Core.Nodes.NodeName> nodes) =>
        string.Join(", ", nodes.Take(NamesAtMost)) + (nodes.Count > NamesAtMost ? $" and {nodes.Count - NamesAtMost} more" : "");
}
