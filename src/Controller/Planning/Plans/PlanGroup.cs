using System.Globalization;
using ChefActors.Core.Configuration;

namespace ChefActors.Controller.Planning.Plans;

/// <summary>A mapping of a plan whose keys are known: reads values by key, and adds a fault for each that does not hold.</summary>
internal sealed class PlanGroup
{
    private readonly IReadOnlyList<string> keys;
    private readonly PlanNode.Group node;

    /// <summary>Reads a mapping; keys that are not among <paramref name="keys"/> are faults.</summary>
    public PlanGroup(string path, PlanNode.Group node, IReadOnlyList<string> keys, PlanFaults faults)
    {
        (Path, this.node, this.keys, Faults) = (path, node, keys, faults);
        foreach (var entry in node.Entries.Where(e => !keys.Contains(e.Key)))
        {
            var nearest = NearestKey.Of(entry.Key, keys);
            Fault(entry.KeyAt, entry.Key, $"the unknown key {PlanNode.Quoted(entry.Key)}", $"{(nearest is null ? "" : $"{nearest}, if that is meant; ")}the keys here: {string.Join(", ", keys)}");
        }
    }

    /// <summary>Its own path, empty for the plan itself.</summary>
    public string Path { get; }

    /// <summary>Where faults go.</summary>
    public PlanFaults Faults { get; }

    /// <summary>Where it begins.</summary>
    public PlanPlace At => node.At;

    /// <summary>The keys that are there and known.</summary>
    public IEnumerable<string> Given => node.Entries.Select(e => e.Key).Where(keys.Contains);

    /// <summary>A key as faults name it.</summary>
    public string PathOf(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    /// <summary>The value of a key, or null.</summary>
    public PlanNode? Find(string key)
    {
        if (!keys.Contains(key)) throw new ArgumentException($"{key} is not declared as a key of '{Path}'", nameof(key));
        return node.Entries.FirstOrDefault(e => e.Key == key)?.Value;
    }

    /// <summary>Adds a fault of a key.</summary>
    public void Fault(PlanPlace at, string key, string found, string allowed) => Faults.Add(at, PathOf(key), found, allowed);

    /// <summary>A key must be there.</summary>
    public PlanNode? Required(string key, string allowed)
    {
        var value = Find(key);
        if (value is null) Fault(At, key, "no such key", allowed);
        return value;
    }

    /// <summary>The value of a key as its text is read, where null means that it is no such value; null: not given, or that, which is a fault.</summary>
    public T? Value<T>(string key, string allowed, Func<string, T?> read)
        where T : class
    {
        if (Find(key) is not { } value) return null;
        var result = value is PlanNode.Text { IsNothing: false } text ? read(text.Value) : null;
        if (result is null && value is not PlanNode.Broken) Fault(value.At, key, value.Shown, allowed);
        return result;
    }

    /// <summary>The same for numbers and the like.</summary>
    public T? Scalar<T>(string key, string allowed, Func<string, T?> read)
        where T : struct
    {
        if (Find(key) is not { } value) return null;
        var result = value is PlanNode.Text { IsNothing: false } text ? read(text.Value) : null;
        if (result is null && value is not PlanNode.Broken) Fault(value.At, key, value.Shown, allowed);
        return result;
    }

    /// <summary>A whole number.</summary>
    public int? Number(string key, int min, int max) =>
        Scalar<int>(key, $"a whole number from {min} to {max}", text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number : null);

    /// <summary>A duration in whole seconds, rounded up.</summary>
    public int? Seconds(string key, TimeSpan min, TimeSpan max) =>
        Scalar(key, DurationAllowed(min, max), text => SecondsOf(text, min, max));

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Flag(string key) => Scalar<bool>(key, "true or false", text => text switch { "true" => true, "false" => false, _ => null }) ?? false;

    /// <summary>One of some words, given with what they mean.</summary>
    public T? Word<T>(string key, params (string Word, T Meaning)[] words)
        where T : struct =>
        Scalar<T>(key, string.Join(" or ", words.Select(w => w.Word)), text => Array.FindIndex(words, w => w.Word == text) is >= 0 and var index ? words[index].Meaning : null);

    /// <summary>A mapping of known keys below this one; null: not given, or none.</summary>
    public PlanGroup? Group(string key, IReadOnlyList<string> below, string allowed) => Find(key) is { } value ? AsGroup(value, PathOf(key), below, allowed) : null;

    /// <summary>A node as a mapping of known keys.</summary>
    public PlanGroup? AsGroup(PlanNode value, string path, IReadOnlyList<string> below, string allowed)
    {
        if (value is PlanNode.Group group) return new PlanGroup(path, group, below, Faults);
        if (value is not PlanNode.Broken) Faults.Add(value.At, path, value.Shown, allowed);
        return null;
    }

    /// <summary>A list of texts with their places; null: not given, or none.</summary>
    public IReadOnlyList<PlanNode.Text>? Texts(string key, string allowed)
    {
        switch (Find(key))
        {
            case PlanNode.Items items:
                var texts = new List<PlanNode.Text>();
                foreach (var item in items.Values)
                {
                    if (item is PlanNode.Text { IsNothing: false } text) texts.Add(text);
                    else if (item is not PlanNode.Broken) Fault(item.At, key, item.Shown + " in the list", allowed);
                }

                return texts;
            case null or PlanNode.Broken:
                return null;
            case var other:
                Fault(other.At, key, other.Shown, allowed);
                return null;
        }
    }

    /// <summary>How a duration in a range is asked for.</summary>
    public static string DurationAllowed(TimeSpan min, TimeSpan max) => $"a duration from {Quantity.Print(min)} to {Quantity.Print(max)}, as 30s, 10m, 2h, 7d";

    /// <summary>A duration in a range, in seconds, rounded up: half a second is not none. Null: it is none.</summary>
    public static int? SecondsOf(string text, TimeSpan min, TimeSpan max) =>
        Quantity.TryDuration(text, out var value) && value >= min && value <= max ? (int)Math.Ceiling(value.TotalSeconds) : null;
}
