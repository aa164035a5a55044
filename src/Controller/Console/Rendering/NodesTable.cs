using ChefActors.Controller.Fleet;
using ChefActors.Core.Configuration;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using Spectre.Console;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>The fleet as lines: name, presence, activity, latest result, place and version.</summary>
internal static class NodesTable
{
    private const int NameAtLeast = 26;
    private const int PresenceWidth = 9;
    private const int ActivityWidth = 12;
    private const int LastWidth = 16;
    private const int OthersWidth = PresenceWidth + ActivityWidth + LastWidth + 8 + 12;

    /// <summary>Writes it.</summary>
    /// <param name="screen">Where to.</param>
    /// <param name="fleet">The nodes.</param>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="now">For ages, which are for the eye.</param>
    /// <param name="goneAfter">Nodes gone for longer stand apart, at the end.</param>
    /// <param name="facts">Facts to show instead of activity and latest result; none: those, location and Chef's version.</param>
    public static void Write(IAnsiConsole screen, FleetView fleet, string cluster, DateTimeOffset now, TimeSpan goneAfter, IReadOnlyList<string> facts)
    {
        var width = screen.Profile.Width;
        var busy = fleet.Nodes.Count(n => n.Activity is { State: not (ActivityState.Idle or ActivityState.CrashLooping) });
        Line(screen, new ScreenLine(width).Add("cluster ").Add(cluster, Shades.Strong).Add($"  {TimeText.Count(fleet.Nodes.Length, "node")}, {fleet.Alive} alive, {busy} busy"));
        if (fleet.Nodes.IsEmpty) return;
        var nameWidth = Math.Clamp(fleet.Nodes.Max(n => n.Name.Value.Length), 4, Math.Max(NameAtLeast, width - OthersWidth));
        Line(screen, facts.Count == 0
            ? Row(width, nameWidth, ("NODE", null), ("PRESENCE", null), ("ACTIVITY", null), ("LAST RESULT", null), "WHERE")
            : FactsRow(width, nameWidth, ("NODE", null), ("PRESENCE", null), facts));
        var apart = fleet.Nodes.Where(node => LongGone.IsSo(node, now, goneAfter)).ToList();
        foreach (var node in fleet.Nodes.Except(apart)) Write(node);
        if (apart.Count == 0) return;
        Line(screen, new ScreenLine(width).Add($"gone for over {Quantity.Print(goneAfter)}, no targets ({apart.Count}); forget them with: chefactors nodes retire", Shades.Quiet));
        foreach (var node in apart) Write(node);

        void Write(FleetNode node) => Line(screen, facts.Count == 0
            ? Row(width, nameWidth, (node.Name.Value, null), Presence(node, now), Activity(node, now), Last(node, now), Where(node))
            : FactsRow(width, nameWidth, (node.Name.Value, null), Presence(node, now), facts.Select(fact => FactsReading.Shown(node.Facts, fact) ?? "-")));
    }

    /// <summary>Presence in a few words.</summary>
    public static (string Text, Style? Style) Presence(FleetNode node, DateTimeOffset now)
    {
        if (node.Alive) return ("alive", Shades.Good);
        return (node.Since is { } since && since <= now ? "gone " + TimeText.Whole(now - since) : "gone", Shades.Bad);
    }

    /// <summary>Activity in a few words.</summary>
    public static (string Text, Style? Style) Activity(FleetNode node, DateTimeOffset now)
    {
        // It stands until the node host works again, and tells why there is none now.
        if (node.Activity is { State: ActivityState.CrashLooping }) return ("crash loop", Shades.Bad);
        if (!node.Alive) return ("-", Shades.Quiet);

        // A node that never had a longer run has written none.
        if (node.Activity is not { } activity) return ("idle", Shades.Quiet);
        var text = activity.State == ActivityState.Idle ? "idle" : ActivityWord(activity.State);
        if (activity.State != ActivityState.Idle && activity.Since is { } since) text += " " + TimeText.Whole(now - since);
        return (text, activity.State == ActivityState.Idle ? Shades.Quiet : activity.State == ActivityState.Blocked ? Shades.Careful : Shades.Busy);
    }

    /// <summary>The word of an activity.</summary>
    public static string ActivityWord(ActivityState state) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    private static (string Text, Style? Style) Last(FleetNode node, DateTimeOffset now)
    {
        if (node.Last is not { } last) return ("-", Shades.Quiet);
        return (last.State.Word() + (last.FinishedAt is { } at ? " " + TimeText.Whole(now - at) : ""), Shades.Of(last.State));
    }

    private static string Where(FleetNode node)
    {
        var parts = new[] { FactsReading.Text(node.Facts, "location"), FactsReading.Text(node.Facts, "chef_version") };
        return SafeText.Line(string.Join("  ", parts.Where(p => !string.IsNullOrEmpty(p))));
    }

    private static ScreenLine Row(int width, int nameWidth, (string Text, Style? Style) name, (string Text, Style? Style) presence, (string Text, Style? Style) activity, (string Text, Style? Style) last, string where) =>
        new ScreenLine(width)
            .Column(name.Text, nameWidth, name.Style)
            .Column(presence.Text, PresenceWidth, presence.Style)
            .Column(activity.Text, ActivityWidth, activity.Style)
            .Column(last.Text, LastWidth, last.Style)
            .Add(where);

    private static ScreenLine FactsRow(int width, int nameWidth, (string Text, Style? Style) name, (string Text, Style? Style) presence, IEnumerable<string> facts) =>
        new ScreenLine(width).Column(name.Text, nameWidth, name.Style).Column(presence.Text, PresenceWidth, presence.Style).Add(string.Join("  ", facts.Select(SafeText.Line)));

    private static void Line(IAnsiConsole screen, ScreenLine line)
    {
        screen.Write(line.Renderable);
        screen.WriteLine();
    }
}
