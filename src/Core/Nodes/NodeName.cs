using System.Diagnostics.CodeAnalysis;

namespace ChefActors.Core.Nodes;

/// <summary>The name of a node: its FQDN in lower case, <c>[a-z0-9._-]{1,253}</c>. <c>.</c> and <c>..</c> are no names, as a znode cannot be called so.</summary>
public readonly record struct NodeName : IComparable<NodeName>
{
    /// <summary>Longest name in characters.</summary>
    public const int MaxLength = 253;

    private readonly string? _value;

    private NodeName(string value) => _value = value;

    /// <summary>The name.</summary>
    public string Value => _value ?? throw new InvalidOperationException("a node name was never given");

    /// <summary>Reads a name; <paramref name="error"/> says what was found and what is allowed.</summary>
    public static bool TryParse(string? text, out NodeName name, [NotNullWhen(false)] out string? error)
    {
        name = default;
        error = null;
        if (string.IsNullOrEmpty(text)) error = "the node name is empty";
        else if (text.Length > MaxLength) error = $"the node name has {text.Length} characters, at most {MaxLength} are allowed";
        else if (text is "." or "..") error = $"'{text}' is no node name";
        else if (text.FirstOrDefault(c => !IsAllowed(c)) is var bad and not '\0')
            error = $"the node name '{text}' holds '{bad}' (U+{(int)bad:X4}); allowed are a-z, 0-9, '.', '_' and '-'";
        else if (text.Contains('\0', StringComparison.Ordinal)) error = "the node name holds U+0000; allowed are a-z, 0-9, '.', '_' and '-'";
        else name = new NodeName(text);
        return error is null;
    }

    /// <summary>Reads a name.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static NodeName Parse(string text) => TryParse(text, out var name, out var error) ? name : throw new FormatException(error);

    /// <inheritdoc />
    public int CompareTo(NodeName other) => string.CompareOrdinal(_value, other._value);

    /// <inheritdoc />
    public override string ToString() => _value ?? "";

    private static bool IsAllowed(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '_' or '-';
}
