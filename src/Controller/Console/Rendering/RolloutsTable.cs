using System.Collections.Immutable;
using System.Globalization;
using ChefActors.Controller.Aggregation;
using ChefActors.Core.Rollouts;
using Spectre.Console;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>Rollouts as lines, the newest first. The id is never cut: it is what one types next.</summary>
internal static class RolloutsTable
{
    private const int IdWidthAtLeast = 26;
    private const int StateWidth = 11;
    private const int CountsWidth = 11;
    private const int AgeWidth = 7;

    /// <summary>Writes it.</summary>
    public static void Write(IAnsiConsole screen, ImmutableArray<RolloutSummary> rollouts, int all, string cluster, DateTimeOffset now)
    {
        var width = screen.Profile.Width;
        var more = all > rollouts.Length ? $", the newest {rollouts.Length} of {all} (more: --all)" : "";
        Line(screen, new ScreenLine(width).Add("cluster ").Add(cluster, Shades.Strong).Add($"  {TimeText.Count(all, "rollout")}{more}"));
        if (rollouts.IsEmpty) return;
        // A rollback's id is longer than others.
        var idWidth = Math.Max(IdWidthAtLeast, rollouts.Max(r => r.Plan.Id.Length));
        Line(screen, Row(width, idWidth, "ROLLOUT", "STATE", null, "DONE", "AGE", "NAME"));
        foreach (var rollout in rollouts)
        {
            var state = rollout.State.Phase.Word() + (rollout.OwnedBy is null && !rollout.State.Phase.IsEnded() ? "!" : "");
            Line(screen, Row(width, idWidth, rollout.Plan.Id, state, StyleOf(rollout.State.Phase), Done(rollout), TimeText.Whole(now - rollout.Plan.IssuedAt), SafeText.Line(rollout.Plan.Name)));
        }

        if (rollouts.Any(r => r.OwnedBy is null && !r.State.Phase.IsEnded())) Line(screen, new ScreenLine(width).Add("! nobody drives it: chefactors rollout watch ID --drive", Shades.Careful));
    }

    /// <summary>The colour of a phase.</summary>
    public static Style StyleOf(RolloutPhase phase) => phase switch
    {
        RolloutPhase.Succeeded => Shades.Good,
        RolloutPhase.Failed or RolloutPhase.Halted or RolloutPhase.Aborted => Shades.Bad,
        RolloutPhase.Paused or RolloutPhase.Waiting or RolloutPhase.RolledBack => Shades.Careful,
        _ => Shades.Busy,
    };

    private static string Done(RolloutSummary rollout)
    {
        var targets = rollout.Plan.Waves.Sum(w => w.Targets);
        if (rollout.State.Counts is not { } counts) return $"?/{targets}";
        var ended = targets - counts.GetValueOrDefault("pending") - counts.GetValueOrDefault("outstanding");
        return string.Create(CultureInfo.InvariantCulture, $"{ended}/{targets}");
    }

    private static ScreenLine Row(int width, int idWidth, string id, string state, Style? style, string done, string age, string name) =>
        new ScreenLine(width).Column(id, idWidth).Column(state, StateWidth, style).Column(done, CountsWidth).Column(age, AgeWidth).Add(name);

    private static void Line(IAnsiConsole screen, ScreenLine line)
    {
        screen.Write(line.Renderable);
        screen.WriteLine();
    }
}
