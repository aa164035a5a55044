using System.Text;
using System.Text.Json;
using ChefActors.Core.Commands;
using ChefActors.Core.Rollouts;
using ChefActors.Core.RunLists;

namespace ChefActors.Controller.Planning;

/// <summary>What a converge must be like whatever the fleet is. One place for plans and pushes. Pure.</summary>
internal static class ConvergeRules
{
    /// <summary>Characters of a rollout's name.</summary>
    public const int NameAtMost = 100;

    /// <summary>Bytes of attributes, as JSON.</summary>
    public const int AttributeBytesAtMost = 256 * 1024;

    private const int NamedRunListAtMost = 128;

    /// <summary>What no attributes carry: it would move a node elsewhere, or bring a second run-list.</summary>
    private static readonly string[] RefusedAttributes = ["run_list", "recipes", "chef_environment", "policy_name", "policy_group", "tags", "named_run_list"];

    /// <summary>All that is wrong with it.</summary>
    public static IEnumerable<ConvergeFault> Faults(ConvergeAsked asked, ConvergeWords words) =>
        [.. ModeFaults(asked, words), .. RunListFaults(asked.Items), .. AttributeFaults(asked.Attributes)];

    /// <summary>The command, with its items written out. Only for what has no faults.</summary>
    public static RolloutCommand Command(ConvergeAsked asked) => new()
    {
        Kind = CommandKind.Converge,
        Mode = asked.MeantMode,
        RunList = RunList(asked.Items),
        NamedRunList = asked.NamedRunList,
        Attributes = asked.Attributes,
    };

    /// <summary>Items written out in full; one that is none is left out.</summary>
    public static IReadOnlyList<string> RunList(IReadOnlyList<string> items) =>
        [.. items.Select(item => RunListParser.TryParse(item, out var read, out _) ? read.ToString() : null).OfType<string>()];

    /// <summary>A rollout's name when none is given: what is run.</summary>
    public static string DefaultName(RolloutCommand command)
    {
        var name = command.Kind switch
        {
            CommandKind.Restart => command.Restart?.ExpectVersion is { } version ? $"restart to {version}" : "restart",
            CommandKind.Query => "query",
            _ => command.Mode switch
            {
                RunMode.Named => "named run-list " + command.NamedRunList,
                RunMode.Full => "full run",
                _ => string.Join(", ", command.RunList),
            },
        };
        return name.Length <= NameAtMost ? name : name[..(NameAtMost - 1)] + "…";
    }

    /// <summary>Whether a text is a rollout's name.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= NameAtMost && !text.Any(char.IsControl);

    /// <summary>Of every item; a list of too many is one fault.</summary>
    public static IEnumerable<ConvergeFault> RunListFaults(IReadOnlyList<string> items)
    {
        if (items.Count > RunListParser.MaximumItems)
        {
            yield return new ConvergeFault(ConvergePart.RunList, null, $"{items.Count} items", $"at most {RunListParser.MaximumItems}");
            yield break;
        }

        for (var i = 0; i < items.Count; i++)
        {
            if (!RunListParser.TryParse(items[i], out _, out var error)) yield return new ConvergeFault(ConvergePart.RunList, i, error.Found, error.Allowed);
        }
    }

    private static IEnumerable<ConvergeFault> ModeFaults(ConvergeAsked asked, ConvergeWords words)
    {
        var (mode, items) = (asked.MeantMode, asked.Items.Count);
        if (asked.NamedRunList is { } named)
        {
            if (mode != RunMode.Named)
                yield return new ConvergeFault(ConvergePart.NamedRunList, null, "a name beside " + words.Mode(mode), $"{words.NamedRunList} goes with {words.Mode(RunMode.Named)}");
            else if (!IsRunListName(named))
                yield return new ConvergeFault(ConvergePart.NamedRunList, null, Plans.PlanNode.Quoted(named), $"a name of A-Z a-z 0-9 _ . -, at most {NamedRunListAtMost} characters, a letter, digit or '_' first");
        }
        else if (mode == RunMode.Named)
        {
            yield return new ConvergeFault(ConvergePart.Mode, null, words.Mode(mode) + " without a name", words.NamedRunList + " beside it");
        }

        if (mode is RunMode.Override or RunMode.Replace && items == 0)
            yield return new ConvergeFault(ConvergePart.RunList, null, "no item", $"at least one run-list item, such as recipe[cookbook_c], for {words.Mode(mode)}; a plain full run is {words.Mode(RunMode.Full)}");
        if (mode is RunMode.Named or RunMode.Full && items > 0)
            yield return new ConvergeFault(ConvergePart.RunList, null, $"a run-list of {items}", $"no run-list items beside {words.Mode(mode)}");
    }

    private static IEnumerable<ConvergeFault> AttributeFaults(JsonElement? attributes)
    {
        if (attributes is not { } json) yield break;
        if (json.ValueKind != JsonValueKind.Object)
        {
            yield return new ConvergeFault(ConvergePart.Attributes, null, "a JSON " + json.ValueKind.ToString().ToLowerInvariant(), "a JSON object");
            yield break;
        }

        var refused = RefusedAttributes.Where(key => json.TryGetProperty(key, out _)).ToArray();
        if (refused.Length > 0)
            yield return new ConvergeFault(ConvergePart.Attributes, null, string.Join(", ", refused), "other keys: attributes bring no run-list and move no node elsewhere");
        var bytes = Encoding.UTF8.GetByteCount(json.GetRawText());
        if (bytes > AttributeBytesAtMost) yield return new ConvergeFault(ConvergePart.Attributes, null, $"{bytes} bytes", $"at most {AttributeBytesAtMost}");
    }

    private static bool IsRunListName(string text) =>
        text.Length is > 0 and <= NamedRunListAtMost
        && (char.IsAsciiLetterOrDigit(text[0]) || text[0] == '_')
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');
}
