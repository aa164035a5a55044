using System.Text.Json;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;
using ChefActors.Core.RunLists;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Planning;

/// <summary>Arguments and fleet to a rollout of one wave, or why not.</summary>
internal static class PushPlan
{
    /// <summary>The name of a push's only wave.</summary>
    public const string WaveName = "all";

    /// <summary>Characters of a rollout's name.</summary>
    public const int NameAtMost = 100;

    /// <summary>Bytes of attributes, as JSON.</summary>
    public const int AttributeBytesAtMost = 256 * 1024;

    private const int NamedRunListAtMost = 128;

    /// <summary>What a push must not carry: it would move a node elsewhere, or bring a second run-list.</summary>
    private static readonly string[] RefusedAttributes = ["run_list", "recipes", "chef_environment", "policy_name", "policy_group", "tags", "named_run_list"];

    /// <summary>What is wrong with a request whatever the fleet is; null: nothing. Asked before anything is connected.</summary>
    public static string? Fault(PushRequest request)
    {
        var mode = ModeOf(request);
        var fault = ModeFault(request, mode) ?? AttributeFault(request.Attributes) ?? BoundFault(request);
        if (fault is not null || request.Items.Count == 0) return fault;
        return RunListParser.TryParseAll(request.Items, out _, out var error) ? null : $"run-list {error}";
    }

    /// <summary>Decides. Pure: the same request, fleet and context give the same plan.</summary>
    public static PushPlanning Make(PushRequest request, IEnumerable<TargetSubject> fleet, PlanContext context)
    {
        var mode = ModeOf(request);
        if (Fault(request) is { } fault) return new PushPlanning.Invalid(fault, []);
        IReadOnlyList<RunListItem> items = request.Items.Count > 0 && RunListParser.TryParseAll(request.Items, out var read, out _) ? read : [];

        if (mode == RunMode.Replace && !request.MayReplace)
        {
            return new PushPlanning.Unconfirmed("--mode replace replaces the stored run-list of every target for good; say so with --yes-replace");
        }

        var resolution = new TargetMatcher(request.Target).Resolve(fleet);
        if (resolution.Refusal is { } refusal) return new PushPlanning.Invalid(refusal, resolution.Undecided);
        var targeted = request.Limit is { } limit ? limit.Take(resolution.Targeted, request.Seed) : resolution.Targeted;
        IReadOnlyList<NodeName> nodes = [.. targeted.Select(NodeName.Parse)];

        var runList = items.Select(i => i.ToString()).OfType<string>().ToArray();
        var plan = new RolloutPlan
        {
            Id = context.RolloutId,
            Name = request.Name ?? DefaultName(mode, request.NamedRunList, runList),
            Cluster = context.ClusterId,
            IssuedBy = context.IssuedBy,
            IssuedAt = context.Now,
            Command = CommandOf(request, mode, runList),
            Target = request.TargetText,
            Waves = [new WavePlan(WaveName, nodes.Count, Math.Min(request.Parallel, nodes.Count))],
            GraceS = Seconds(request.Grace),
            OfflineWaitS = Seconds(request.OfflineWait),
        };
        return new PushPlanning.Ready(new NewRollout(plan, [nodes], request.AllowOverlap), resolution.Undecided, resolution.Targeted.Count);
    }

    private static RunMode ModeOf(PushRequest request) => request.Mode ?? (request.NamedRunList is null ? RunMode.Override : RunMode.Named);

    private static RolloutCommand CommandOf(PushRequest request, RunMode mode, string[] runList) => new()
    {
        Kind = CommandKind.Converge,
        Mode = mode,
        RunList = runList,
        NamedRunList = request.NamedRunList,
        Attributes = request.Attributes,
        WhyRun = request.WhyRun,
        AcceptWithinS = Seconds(request.AcceptWithin),
        RunTimeoutS = Seconds(request.RunTimeout),
        LockWaitS = Seconds(request.LockWait),
    };

    private static string? ModeFault(PushRequest request, RunMode mode)
    {
        var hasItems = request.Items.Count > 0;
        if (request.MayReplace && mode != RunMode.Replace) return "--yes-replace goes with --mode replace";
        if (request.NamedRunList is { } named)
        {
            if (mode != RunMode.Named) return $"--named-run-list goes with --mode named, found --mode {Word(mode)}";
            if (!IsName(named)) return $"--named-run-list: a name of A-Z a-z 0-9 _ . - is allowed, at most {NamedRunListAtMost} characters, a letter, digit or '_' first";
        }

        return mode switch
        {
            RunMode.Override or RunMode.Replace when !hasItems => $"--mode {Word(mode)} needs at least one run-list item, such as recipe[cookbook_c]; a plain full run is --mode full",
            RunMode.Named when request.NamedRunList is null => "--mode named needs --named-run-list NAME",
            RunMode.Named or RunMode.Full when hasItems => $"--mode {Word(mode)} takes no run-list items, found {request.Items.Count}",
            _ => null,
        };
    }

    private static string? AttributeFault(JsonElement? attributes)
    {
        if (attributes is not { } json) return null;
        if (json.ValueKind != JsonValueKind.Object) return $"--attributes: a JSON object is allowed, found {json.ValueKind.ToString().ToLowerInvariant()}";
        var refused = RefusedAttributes.Where(key => json.TryGetProperty(key, out _)).ToArray();
        if (refused.Length > 0) return $"--attributes: found {string.Join(", ", refused)}: a push carries its run-list as arguments and moves no node elsewhere";
        var bytes = System.Text.Encoding.UTF8.GetByteCount(json.GetRawText());
        return bytes > AttributeBytesAtMost ? $"--attributes: found {bytes} bytes, at most {AttributeBytesAtMost} are allowed" : null;
    }

    private static string? BoundFault(PushRequest request)
    {
        if (request.Name is { } name && (name.Length is 0 or > NameAtMost || name.Any(char.IsControl)))
            return $"--name: 1 to {NameAtMost} characters on one line are allowed";
        return request.Parallel < 1 ? $"--parallel: found {request.Parallel}, allowed are 1 and more" : null;
    }

    private static string DefaultName(RunMode mode, string? named, string[] runList)
    {
        var name = mode switch
        {
            RunMode.Named => "named run-list " + named,
            RunMode.Full => "full run",
            _ => string.Join(", ", runList),
        };
        return name.Length <= NameAtMost ? name : name[..(NameAtMost - 1)] + "…";
    }

    private static bool IsName(string text) =>
        text.Length is > 0 and <= NamedRunListAtMost
        && (char.IsAsciiLetterOrDigit(text[0]) || text[0] == '_')
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    private static string Word(RunMode mode) => mode.ToString().ToLowerInvariant();

    /// <summary>Rounded up: half a second of grace is not none.</summary>
    private static int Seconds(TimeSpan duration) => (int)Math.Ceiling(duration.TotalSeconds);
}
