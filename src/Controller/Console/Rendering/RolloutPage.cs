using ChefActors.Controller.Rollouts;
using ChefActors.Core.Rollouts;
using Spectre.Console;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>Everything of one rollout, nodes in trouble first.</summary>
internal static class RolloutPage
{
    private const int NameAtMost = 32;
    private const int StateWidth = 14;

    /// <summary>Writes it.</summary>
    public static void Write(IAnsiConsole screen, RolloutSnapshot snapshot, string cluster, Func<string, string> typed)
    {
        var (plan, state, width) = (snapshot.Plan, snapshot.State, screen.Profile.Width);
        var page = new PageWriter(screen);
        page.Line(new ScreenLine(width).Add("cluster ").Add(cluster, Shades.Strong).Add("  rollout ").Add(plan.Id, Shades.Strong));
        page.Field("name", SafeText.Line(plan.Name));
        page.Field("state", state.Phase.Word(), RolloutsTable.StyleOf(state.Phase));
        page.Field("because", state.Reason is { } reason ? SafeText.Line(reason.Text) : null);
        page.Field("counts", $"{TimeText.Count(snapshot.Tally.Targets, "target")}: {ResultText.Counts(snapshot.Tally)}");
        page.Field("command", SafeText.Line(CommandText.Of(plan.Command)));
        page.Field("target", SafeText.Line(plan.Target));
        page.Field("plan", plan.PlanHash is { } hash ? "sha256 " + SafeText.Line(hash) : null);
        page.Field("issued", SafeText.Line($"{TimeText.At(plan.IssuedAt)} by {plan.IssuedBy}"));
        page.Field("started", state.StartedAt is { } started ? TimeText.At(started) : null);
        page.Field("finished", state.FinishedAt is { } finished ? TimeText.At(finished) : null);
        page.Field("driven by", snapshot.OwnedBy is { } owner ? SafeText.Line($"{owner.Controller} on {owner.Host}, pid {owner.Pid}") : state.Phase.IsEnded() ? null : "nobody");
        page.Field("retry of", plan.RetryOf);
        page.Field("takes back", plan.RollsBack);
        foreach (var word in snapshot.Control.Words) page.Field("word", SafeText.Line($"{TimeText.At(word.When)} {word.Who}: {word.Verb} {word.Detail}"));
        if (plan.Waves.Count > 1) foreach (var wave in state.Waves) page.Field("wave", $"{SafeText.Line(wave.Name)}: {wave.State.ToString().ToLowerInvariant()}, {wave.Targets} targets");
        if (snapshot.Nodes.IsEmpty) return;
        page.Heading("nodes");
        var nameWidth = Math.Min(NameAtMost, snapshot.Nodes.Max(n => n.Node.Value.Length));
        foreach (var node in snapshot.Nodes.OrderBy(ResultText.Rank))
        {
            var why = ResultText.Why(node.Result);
            var line = new ScreenLine(width).Column(node.Node.Value, nameWidth).Column(ResultText.Word(node.Standing), StateWidth, Shades.Of(node));
            page.Line(line.Add(why.Length > 0 ? why : string.Join("  ", new[] { ResultText.Took(node.Result) is { } took ? TimeText.Duration(took) : "", ResultText.Resources(node.Result) }.Where(p => p.Length > 0))));
        }

        var commands = ClosingText.Next(snapshot, typed).ToList();
        if (commands.Count > 0) page.Raw("");
        foreach (var next in commands) page.Raw(next);
    }
}
