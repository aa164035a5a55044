using ChefActors.ChefStandIn.RunLists;

namespace ChefActors.ChefStandIn.Running;

/// <summary>Which run-list converges, and whether it is kept: override before <c>-r</c> before <c>-j</c> before the stored one.</summary>
internal sealed class RunListSource(StoredRunList stored, IReadOnlyList<string> initial, List<RunListItem>? overriding, List<RunListItem>? permanent)
{
    private readonly StoredRunList _stored = stored;
    private readonly IReadOnlyList<string> _initial = initial;
    private readonly List<RunListItem>? _overriding = overriding;
    private readonly List<RunListItem>? _permanent = permanent;

    internal bool IsOverride => _overriding is not null;

    /// <summary>Set when the run fails before any run-list is looked at.</summary>
    internal RunFailure? EarlyFailure { get; init; }

    /// <summary>The configuration file was not there.</summary>
    internal bool WithoutConfig { get; init; }

    internal (List<RunListItem> Items, List<RunListItem> Original) Choose()
    {
        var original = _stored.Read(_initial);
        return (_overriding ?? _permanent ?? original, original);
    }

    internal void Store(List<RunListItem> items)
    {
        if (_permanent is not null)
            _stored.Replace(items);
    }
}
