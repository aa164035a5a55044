namespace ChefActors.Core.Configuration;

/// <summary>A value of a settings tree and where it was set. The set is closed.</summary>
internal abstract record SettingNode
{
    private SettingNode(string source) => Source = source;

    public string Source { get; }

    public sealed record Text(string Value, string Source) : SettingNode(Source);

    public sealed record Items(IReadOnlyList<SettingNode> Values, string Source) : SettingNode(Source);

    /// <summary>Keys in the order in which they were first set. Filled while it is read and merged, then left alone.</summary>
    public sealed record Group(string Source) : SettingNode(Source)
    {
        public OrderedDictionary<string, SettingNode> Members { get; } = [];

        /// <summary>Sets a value; groups on the way are made, and take the place of what is none. A group is merged into a group.</summary>
        public void Set(IReadOnlyList<string> path, SettingNode value)
        {
            var group = this;
            foreach (var element in path.SkipLast(1))
            {
                if (group.Members.GetValueOrDefault(element) is not Group next)
                {
                    next = new Group(value.Source);
                    group.Members[element] = next;
                }

                group = next;
            }

            if (value is Group from && group.Members.GetValueOrDefault(path[^1]) is Group into) into.Merge(from);
            else group.Members[path[^1]] = value;
        }

        /// <summary>The other's values win.</summary>
        public void Merge(Group other)
        {
            foreach (var (key, value) in other.Members) Set([key], value);
        }
    }
}
