using System.Text.Json;
using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Fleet;
using ChefActors.Controller.Following;
using ChefActors.Controller.Planning;
using ChefActors.Controller.Planning.Plans;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Targets;
using ChefActors.Core.Znodes;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>A rollout of one wave, driven from here.</summary>
internal sealed class PushVerb : IVerb
{
    private readonly PushOptions options = new();

    /// <inheritdoc />
    public System.CommandLine.Command Declaration => options.Declaration();

    /// <inheritdoc />
    public string[] Examples =>
    [
        "chefactors push 'recipe[cookbook_c]' --to web-1.example.com",
        "chefactors push 'recipe[nginx::reload]' --to 'env=prod and role=web' --parallel 20 --yes=120",
        "chefactors push 'recipe[cookbook_c]' --to web-1.example.com --follow",
        "chefactors push --mode full --to 'web-*' --why-run --output json",
    ];

    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var (follows, detaches) = (context.Parse.GetValue(options.Follow), context.Parse.GetValue(options.Detach));
        if (follows && detaches) throw new VerbFailure(ExitCode.Usage, "--follow shows output while it comes, --detach leaves at once: one of them");
        if (follows && context.Global.Output != OutputFormat.Table) throw new VerbFailure(ExitCode.Usage, "--follow shows output for people; with --output json or jsonl leave it out, and read it later with: chefactors log NODE");
        var settings = context.Settings();
        var request = Request(context, settings);
        if (PushPlan.Fault(request) is { } fault) throw new VerbFailure(ExitCode.Usage, fault);

        await using var cluster = await context.ConnectAsync(settings, cancellationToken);
        var (fleet, gone) = await PlanningFleet.ReadAsync(cluster, request.Target, withFacts: false, settings.Fleet.GoneAfter, cancellationToken);
        var leftOut = gone.Count == 0 ? null : LongGone.Said(gone, settings.Fleet.GoneAfter);
        var id = CommandId.NewRollout(context.World.Time.GetUtcNow(), context.World.Chance());

        // Decided once without the cluster's id, so that a refusal starts no actor system and makes no znodes.
        var planning = PushPlan.Make(request, fleet.Subjects(), new PlanContext(id, "", context.World.User, context.World.Time.GetUtcNow()));
        var ready = await RolloutStarting.DecidedAsync(context, planning, leftOut);
        var nodes = ready.Rollout.Waves.SelectMany(wave => wave).ToList();
        if (follows && nodes.Count > FollowSession.NodesAtMost) throw TooManyToFollow(cluster, nodes.Count);
        await CountConfirmation.AskAsync(context, cluster.Name, "the push goes to", nodes.Count, context.Parse.GetValue(options.Yes), settings.Push.ConfirmAbove);

        return await RolloutStarting.RunAsync(
            context, cluster, ready.Rollout, detaches, context.Parse.GetValue(options.Timeout), cancellationToken, follows ? name => FollowAsync(context, cluster, name, nodes, id) : null);
    }

    /// <summary>The lease before the start: a node that finds it when its run begins misses nothing.</summary>
    private static async Task<IRolloutView> FollowAsync(VerbContext context, ICluster cluster, string clusterName, IReadOnlyList<NodeName> nodes, string rollout)
    {
        var view = new FollowView(context, new FollowSession(cluster.Rings, nodes, rollout, context.World.User, context.World.Time), clusterName, nodes.Count);
        await view.BeginAsync();
        return view;
    }

    private static VerbFailure TooManyToFollow(ICluster cluster, int count) => new(
        ExitCode.Refused,
        $"cluster {cluster.Name}: --follow shows at most {FollowSession.NodesAtMost} nodes, the push goes to {count}; nothing was started. Leave it out, or take fewer with --limit {FollowSession.NodesAtMost}");

    private PushRequest Request(VerbContext context, ControllerSettings settings)
    {
        var parse = context.Parse;
        var text = parse.GetRequiredValue(options.To);
        return new PushRequest
        {
            Items = parse.GetValue(options.Items) ?? [],
            Target = TargetArgument.Read(text),
            TargetText = text,
            Mode = parse.GetValue(options.Mode) switch { "override" => RunMode.Override, "replace" => RunMode.Replace, "named" => RunMode.Named, "full" => RunMode.Full, _ => null },
            NamedRunList = parse.GetValue(options.NamedRunList),
            MayReplace = parse.GetValue(options.YesReplace),
            Attributes = parse.GetValue(options.Attributes) is { } file ? AttributesOf(file) : null,
            WhyRun = parse.GetValue(options.WhyRun),
            Parallel = parse.GetValue(options.Parallel) ?? settings.Push.Parallel,
            Limit = parse.GetValue(options.Limit) is { } limit ? LimitOf(limit) : null,
            Seed = parse.GetValue(options.Seed),
            OfflineWait = parse.GetValue(options.Wait) ?? TimeSpan.Zero,
            RunTimeout = parse.GetValue(options.RunTimeout) ?? settings.Push.RunTimeout,
            LockWait = parse.GetValue(options.LockWait) ?? settings.Push.LockWait,
            AcceptWithin = parse.GetValue(options.AcceptWithin) ?? settings.Push.AcceptWithin,
            Grace = parse.GetValue(options.Grace) ?? settings.Push.Grace,
            MaxFailures = parse.GetValue(options.MaxFailures) is { } failures ? FailuresArgument.Read(failures) : PlannedHalt.FailuresByDefault,
            AllowOverlap = parse.GetValue(options.AllowOverlap),
            Name = parse.GetValue(options.Name),
        };
    }

    private static TargetLimit LimitOf(string text) =>
        TargetLimit.TryParse(text, out var limit, out var error) ? limit : throw new VerbFailure(ExitCode.Usage, $"--limit: {error}");

    private static JsonElement AttributesOf(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), new JsonDocumentOptions { MaxDepth = PayloadLimits.JsonDepth - 1, AllowDuplicateProperties = false });
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new VerbFailure(ExitCode.Usage, $"--attributes {file}: no JSON: {PayloadCodec.OneLine(e.Message)}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbFailure(ExitCode.Usage, $"--attributes {file}: cannot be read: {e.Message}");
        }
    }
}
