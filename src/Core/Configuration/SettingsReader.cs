using System.Globalization;

namespace ChefActors.Core.Configuration;

/// <summary>
/// Reads settings by their whole keys (<c>chefactors.node.name</c>). A wrong one is noted and a harmless value returned, so that one start
/// names all errors; <see cref="Finish"/> gives them, with every key that was set but never asked for.
/// </summary>
public sealed partial class SettingsReader
{
    private readonly SettingNode.Group root;
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private readonly List<SettingError> errors = [];

    internal SettingsReader(LoadedSettings settings) => root = settings.Root;

    /// <summary>A text; with a rule, one that keeps it. <paramref name="allowed"/> tells the rule.</summary>
    public string Text(string key, Func<string, bool>? accepts = null, string allowed = "a text that is not empty") =>
        Scalar(key, allowed) is { } text && Accept(key, text, accepts is null ? text.Value.Length > 0 : accepts(text.Value), allowed) ? text.Value : "";

    /// <summary>A text, or null when the key is not set or is <c>""</c>.</summary>
    public string? OptionalText(string key, Func<string, bool>? accepts = null, string allowed = "a text") =>
        Scalar(key, allowed, optional: true) is { Value.Length: > 0 } text && Accept(key, text, accepts?.Invoke(text.Value) ?? true, allowed) ? text.Value : null;

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public int Integer(string key, int min, int max)
    {
        var allowed = $"a whole number from {min} to {max}";
        if (Scalar(key, allowed) is not { } text) return min;
        var read = int.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value);
        return Accept(key, text, read && value >= min && value <= max, allowed) ? value : min;
    }

    /// <summary>A duration such as <c>500ms 30s 10m 2h 7d</c>, from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public TimeSpan Duration(string key, TimeSpan min, TimeSpan max)
    {
        var allowed = $"a duration from {Quantity.Print(min)} to {Quantity.Print(max)}, as 500ms, 30s, 10m, 2h, 7d";
        if (Scalar(key, allowed) is not { } text) return min;
        var read = Quantity.TryDuration(text.Value, out var value);
        return Accept(key, text, read && value >= min && value <= max, allowed) ? value : min;
    }

    /// <summary>A size in bytes, such as <c>512 64KiB 100MB 1GiB</c>, from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public long Size(string key, long min, long max)
    {
        var allowed = $"a size from {min} to {max} bytes, as 512, 64KiB, 100MB, 1GiB";
        if (Scalar(key, allowed) is not { } text) return min;
        var read = Quantity.TrySize(text.Value, out var value);
        return Accept(key, text, read && value >= min && value <= max, allowed) ? value : min;
    }

    /// <summary>true or false, also on, off, yes, no.</summary>
    public bool Boolean(string key) =>
        Choice(key, ("true", true), ("false", false), ("on", true), ("off", false), ("yes", true), ("no", false));

    /// <summary>One of some words.</summary>
    public string Choice(string key, params string[] options) => Choice(key, [.. options.Select(o => (o, o))]);

    /// <summary>One of some words, each with what it means. The first stands in for a wrong one.</summary>
    public T Choice<T>(string key, params (string Word, T Value)[] options)
    {
        var allowed = string.Join(", ", options.Select(o => o.Word));
        if (Scalar(key, allowed) is not { } text) return options[0].Value;
        var index = Array.FindIndex(options, o => o.Word == text.Value);
        return Accept(key, text, index >= 0, allowed) ? options[index].Value : options[0].Value;
    }

    /// <summary>Notes an error that only the caller can see (two keys that contradict each other).</summary>
    public void Refuse(string key, string allowed)
    {
        var node = Find(key);
        errors.Add(new SettingError(key, node is null ? "nothing" : SettingText.Shown(key, node), allowed, node?.Source));
    }

    private static string[] Elements(string key) => key.Split('.');

    private bool Accept(string key, SettingNode node, bool accepted, string allowed)
    {
        if (!accepted) errors.Add(new SettingError(key, SettingText.Shown(key, node), allowed, node.Source));
        return accepted;
    }

    private SettingNode.Text? Scalar(string key, string allowed, bool optional = false)
    {
        var node = Ask(key);
        if (node is SettingNode.Text text) return text;
        if (node is not null) errors.Add(new SettingError(key, SettingText.Shown(key, node), allowed, node.Source));
        else if (!optional) errors.Add(new SettingError(key, "nothing", allowed));
        return null;
    }

    private SettingNode? Ask(string key)
    {
        asked.Add(key);
        return Find(key);
    }

    private SettingNode? Find(string key)
    {
        SettingNode? node = root;
        foreach (var element in Elements(key))
        {
            node = (node as SettingNode.Group)?.Members.GetValueOrDefault(element);
        }

        return node;
    }
}
