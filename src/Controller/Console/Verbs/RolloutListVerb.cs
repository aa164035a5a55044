using System.CommandLine;
using ChefActors.Controller.Console.Rendering;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>The rollouts, newest first.</summary>
internal sealed class RolloutListVerb : IVerb
{
    private readonly Option<int> last = NumberOption.Of("--last", "At most so many, the newest first", "N", 20);
    private readonly Option<bool> all = new("--all") { Description = "All of them" };

    /// <inheritdoc />
    public Command Declaration => new("list", "Lists rollouts, the newest first") { last, all };

    /// <inheritdoc />
    public string[] Examples => ["chefactors rollout list", "chefactors rollout list --all --output json"];

    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var count = context.Parse.GetValue(last);
        if (count < 1) throw new VerbFailure(ExitCode.Usage, $"--last: found {count}, allowed are 1 and more");
        await using var cluster = await context.ConnectAsync(context.Settings(), cancellationToken);
        var listing = await cluster.ListRolloutsAsync(cancellationToken);
        foreach (var (id, why) in listing.Unreadable) await context.SayAsync(SafeText.Line($"{id} cannot be read: {why}"));
        var rollouts = listing.Rollouts;
        var shown = context.Parse.GetValue(all) ? rollouts : [.. rollouts.Take(count)];
        if (context.Global.Output == OutputFormat.Table)
        {
            RolloutsTable.Write(context.Screen, shown, rollouts.Length, cluster.Name, context.World.Time.GetUtcNow());
            return ExitCode.Success;
        }

        await JsonList.WriteAsync(context, [.. shown.Select(RolloutListDocument.Of)], ConsoleJson.Default.IReadOnlyListRolloutListDocument, ConsoleJson.Default.RolloutListDocument);
        return ExitCode.Success;
    }
}
