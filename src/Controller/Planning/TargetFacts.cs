using ChefActors.Core.Nodes;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Planning;

/// <summary>What must be read of a fleet to decide a target: names alone, or facts too. It saves most reads of a push to a few named nodes.</summary>
internal static class TargetFacts
{
    /// <summary>Whether the target speaks of names only.</summary>
    public static bool NamesDecide(TargetExpression target) => target switch
    {
        TargetExpression.Or or => or.Operands.All(NamesDecide),
        TargetExpression.And and => and.Operands.All(NamesDecide),
        TargetExpression.Not not => NamesDecide(not.Operand),
        TargetExpression.Name or TargetExpression.NamesFromFile => true,
        _ => false,
    };

    /// <summary>For a target that names decide: which names it means; null when facts are needed.</summary>
    public static Func<NodeName, bool>? NameFilter(TargetExpression target)
    {
        if (!NamesDecide(target)) return null;
        var matcher = new TargetMatcher(target);
        return name => matcher.Match(new TargetSubject(name.Value, NoFacts, NoTags)) == Truth.True;
    }

    private static readonly Dictionary<string, FactValue> NoFacts = [];
    private static readonly Dictionary<string, string> NoTags = [];
}
