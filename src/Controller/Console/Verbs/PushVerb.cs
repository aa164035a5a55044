using System.Text.Json;
using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Fleet;
using ChefActors.Controller.Following;
using ChefActors.Controller.Planning;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Commands;
using ChefActors.Core.Targets;
using ChefActors.Core.Znodes;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>A rollout of one wave, driven from here.</summary>
internal sealed class PushVerb : IVerb
{
    private const int UndecidedAtMost = 10;

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
        if (context.Parse.GetValue(options.Detach))
            throw new VerbFailure(ExitCode.Refused, "--detach leaves a rollout to the daemon, and there is no daemon yet: leave it out, or use --timeout and go on later with: chefactors rollout watch ID --drive");
        var follows = context.Parse.GetValue(options.Follow);
        if (follows && context.Global.Output != OutputFormat.Table) throw new VerbFailure(ExitCode.Usage, "--follow shows output for people; with --output json or jsonl leave it out, and read it later with: chefactors log NODE");
        var settings = context.Settings();
        var request = Request(context, settings);
        if (PushPlan.Fault(request) is { } fault) throw new VerbFailure(ExitCode.Usage, fault);

        await using var cluster = await context.ConnectAsync(settings, cancellationToken);
        var filter = TargetFacts.NameFilter(request.Target);
        var read = await cluster.ReadFleetAsync(filter is null ? FleetDetail.Facts | FleetDetail.Presence : FleetDetail.Presence, filter, cancellationToken);
        var (fleet, leftOut) = await PresentAsync(cluster, read, request.Target, settings.Fleet.GoneAfter, cancellationToken);
        var id = CommandId.NewRollout(context.World.Time.GetUtcNow(), context.World.Chance());

        // Decided once without the cluster's id, so that a refusal starts no actor system and makes no znodes.
        var ready = await DecidedAsync(context, request, fleet, new PlanContext(id, "", context.World.User, context.World.Time.GetUtcNow()), leftOut);
        var nodes = ready.Rollout.Waves.SelectMany(wave => wave).ToList();
        if (follows && nodes.Count > FollowSession.NodesAtMost) throw TooManyToFollow(cluster, nodes.Count);
        await CountConfirmation.AskAsync(context, cluster.Name, "the push goes to", nodes.Count, context.Parse.GetValue(options.Yes), settings.Push.ConfirmAbove);

        var driven = await cluster.DriveAsync(cancellationToken);
        await using var driver = driven.Driver;
        var rollout = ready.Rollout with { Plan = ready.Rollout.Plan with { Cluster = driven.ClusterId } };
        // The lease first: a node that finds it when its run begins misses nothing.
        var view = follows ? new FollowView(context, new FollowSession(cluster.Rings, nodes, id, context.World.User, context.World.Time), driven.ClusterName, nodes.Count) : null;
        if (view is not null) await view.BeginAsync();
        var answer = await StartAsync(context, driver, rollout, cancellationToken);
        if (answer is not StartAnswer.Driving) throw Refusal(context, answer, id);
        return await RolloutDriving.RunAsync(context, driver, id, driven.ClusterName, context.Parse.GetValue(options.Timeout), cancellationToken, view);
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

    private static async Task<PushPlanning.Ready> DecidedAsync(VerbContext context, PushRequest request, FleetView fleet, PlanContext plan, string? leftOut)
    {
        switch (PushPlan.Make(request, fleet.Subjects(), plan))
        {
            case PushPlanning.Ready ready:
                if (leftOut is not null) await context.SayAsync(leftOut);
                await SayUndecidedAsync(context, ready.Undecided);
                return ready;
            case PushPlanning.Unconfirmed unconfirmed:
                throw new VerbFailure(ExitCode.Refused, unconfirmed.Message);
            case PushPlanning.Invalid invalid:
                await SayUndecidedAsync(context, invalid.Undecided);
                throw new VerbFailure(ExitCode.Usage, leftOut is null ? invalid.Message : $"{invalid.Message} ({leftOut})");
            case var other:
                throw new InvalidOperationException($"no kind of plan: {other}");
        }
    }

    private static async Task SayUndecidedAsync(VerbContext context, IReadOnlyList<UndecidedNode> undecided)
    {
        if (undecided.Count == 0) return;
        await context.SayAsync($"not targeted, because it is not known whether they are meant ({undecided.Count}):");
        foreach (var node in undecided.Take(UndecidedAtMost)) await context.SayAsync($"  {node.Name}: no {SafeText.Line(string.Join(", ", node.Keys))}");
        if (undecided.Count > UndecidedAtMost) await context.SayAsync($"  … and {undecided.Count - UndecidedAtMost} more");
    }

    /// <summary>Nodes that are gone for long are no targets: who would have been one is named.</summary>
    private static async Task<(FleetView Fleet, string? LeftOut)> PresentAsync(ICluster cluster, FleetView fleet, TargetExpression target, TimeSpan after, CancellationToken cancellationToken)
    {
        if (fleet.Alive == fleet.Nodes.Length) return (fleet, null);
        var (present, leftOut) = LongGone.Without(fleet, target, await cluster.ServerTimeAsync(cancellationToken), after);
        return (present, leftOut.Count == 0 ? null : LongGone.Said(leftOut, after));
    }

    private static async Task<StartAnswer> StartAsync(VerbContext context, IRolloutDriver driver, NewRollout rollout, CancellationToken cancellationToken)
    {
        try
        {
            return await driver.StartAsync(rollout, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await context.SayAsync($"interrupted while rollout {rollout.Plan.Id} was being started: it may be there; see: {context.Typed($"rollout show {rollout.Plan.Id}")}");
            throw;
        }
    }

    private static VerbFailure Refusal(VerbContext context, StartAnswer answer, string id) => answer switch
    {
        StartAnswer.Overlap overlap => new VerbFailure(
            ExitCode.Refused,
            $"rollout {overlap.OtherRollout} is unfinished and its command is outstanding on {Names(overlap.Nodes)}. "
            + $"Look at it with: {context.Typed($"rollout show {overlap.OtherRollout}")}; or push all the same with --allow-overlap"),
        _ => new VerbFailure(ExitCode.Refused, $"rollout {id} was not started: {answer}"),
    };

    private static string Names(IReadOnlyList<Core.Nodes.NodeName> nodes) =>
        string.Join(", ", nodes.Take(5)) + (nodes.Count > 5 ? $" and {nodes.Count - 5} more" : "");
}
