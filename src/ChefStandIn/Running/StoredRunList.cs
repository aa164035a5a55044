using ChefActors.ChefStandIn.RunLists;

namespace ChefActors.ChefStandIn.Running;

/// <summary>
/// The run-list that the node object would hold on a Chef server: a file in the cache directory, an item a line. A
/// successful <c>-j</c> or <c>-r</c> run replaces it for good, as with the real chef-client.
/// </summary>
internal sealed class StoredRunList(string cachePath)
{
    private readonly string _path = Path.Combine(cachePath, "stand-in-run-list");

    internal List<RunListItem> Read(IEnumerable<string> initial)
    {
        var texts = File.Exists(_path) ? File.ReadAllLines(_path) : initial;
        return RunListItem.TryParseList(texts, out var refused)
            ?? throw new InvalidDataException($"stored run-list: \"{refused}\" is no run-list item");
    }

    internal void Replace(IEnumerable<RunListItem> items)
    {
        var lines = new List<string>();
        foreach (var item in items)
            lines.Add(item.ToString());
        File.WriteAllLines(_path, lines);
    }
}
