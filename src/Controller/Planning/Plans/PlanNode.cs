namespace ChefActors.Controller.Planning.Plans;

/// <summary>A piece of a plan's file and where it begins. A closed set.</summary>
internal abstract record PlanNode
{
    private const int LongestShown = 60;

    private PlanNode(PlanPlace at) => At = at;

    /// <summary>Where it begins.</summary>
    public PlanPlace At { get; }

    /// <summary>For an error: a text in quotes, cut, without control characters; else its kind.</summary>
    public string Shown => this switch
    {
        Text { IsNothing: true } => "nothing",
        Text text => Quoted(text.Value),
        Items => "a list",
        Group => "a mapping",
        _ => "what does not hold",
    };

    /// <summary>A text for an error.</summary>
    public static string Quoted(string text)
    {
        var shown = new string([.. text.Take(LongestShown).Select(c => char.IsControl(c) ? '?' : c)]);
        return text.Length > LongestShown ? $"'{shown}…'" : $"'{shown}'";
    }

    /// <summary>A scalar.</summary>
    /// <param name="Value">Its value, quotes taken off.</param>
    /// <param name="IsPlain">Written without quotes: so <c>null</c>, <c>true</c> and numbers mean more than their letters.</param>
    /// <param name="Place">Where it begins.</param>
    /// <param name="Inside">Where its first character stands, if it is on one line as it is; null: a column in it is none of the file.</param>
    internal sealed record Text(string Value, bool IsPlain, PlanPlace Place, PlanPlace? Inside) : PlanNode(Place)
    {
        /// <summary>No value was given.</summary>
        public bool IsNothing => IsPlain && Value is "" or "~" or "null" or "Null" or "NULL";
    }

    /// <summary>A list.</summary>
    internal sealed record Items(IReadOnlyList<PlanNode> Values, PlanPlace Place) : PlanNode(Place);

    /// <summary>A mapping; every key once.</summary>
    internal sealed record Group(IReadOnlyList<PlanEntry> Entries, PlanPlace Place) : PlanNode(Place);

    /// <summary>What was refused already: nobody says more of it.</summary>
    internal sealed record Broken(PlanPlace Place) : PlanNode(Place);
}

/// <summary>A key and its value.</summary>
internal sealed record PlanEntry(string Key, PlanPlace KeyAt, PlanNode Value);
