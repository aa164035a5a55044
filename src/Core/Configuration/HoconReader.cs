using System.Text;

namespace ChefActors.Core.Configuration;

/// <summary>
/// Reads HOCON strictly, with line and column. Akka's own reader takes unclosed braces, drops the keys that follow an unset <c>${?NAME}</c>
/// and overflows the stack on a value that refers to itself: too lenient for settings that decide what may run.
/// Read are: nested and dotted keys, <c>= : {</c>, quoted and triple-quoted texts, plain texts, lists, comments, <c>${NAME}</c> and
/// <c>${?NAME}</c> for environment variables. Left out, each with an error: <c>include</c>, <c>+=</c>, references to other keys, <c>null</c>,
/// joined lists and groups. Nesting is bounded.
/// </summary>
internal sealed class HoconReader
{
    public const int MaximumDepth = 32;

    private const string PlainSigns = "_-./%~()<>";

    private readonly HoconText text;
    private readonly Func<string, string?> environment;
    private readonly List<EnvironmentBinding>? bindings;
    private int depth;

    /// <param name="text">The HOCON.</param>
    /// <param name="source">Its name in errors.</param>
    /// <param name="environment">Gives an environment variable, or null.</param>
    /// <param name="bindings">When given, <c>key = ${?NAME}</c> is not looked up but noted here, to be laid over other sources later.</param>
    public HoconReader(string text, string source, Func<string, string?> environment, List<EnvironmentBinding>? bindings = null)
    {
        this.text = new HoconText(text.Replace("\r\n", "\n", StringComparison.Ordinal), source);
        this.environment = environment;
        this.bindings = bindings;
    }

    /// <exception cref="HoconSyntaxException">It is none.</exception>
    public SettingNode.Group Read()
    {
        var root = new SettingNode.Group(text.Source);
        text.SkipSpace();
        var braces = text.Current == '{';
        if (braces) text.Take();
        Members(root, [], braces);
        text.SkipSpace();
        return text.AtEnd ? root : throw text.Error("the end of the text after the closing brace");
    }

    private void Members(SettingNode.Group group, IReadOnlyList<string> path, bool braces)
    {
        text.SkipSpace();
        while (!(braces ? text.Current == '}' : text.AtEnd))
        {
            if (text.AtEnd) throw text.Error("'}'");
            Member(group, path);
            var separated = text.SkipSpace();
            if (text.Current == ',')
            {
                text.Take();
                text.SkipSpace();
            }
            else if (!separated && !text.AtEnd && !(braces && text.Current == '}')) throw text.Error("the end of the line, a comma or a comment after a value; quotes around a value with signs");
        }

        if (braces) text.Take();
    }

    private void Member(SettingNode.Group group, IReadOnlyList<string> path)
    {
        var key = Key();
        text.TakeBlanks();
        if (text.Current is '=' or ':')
        {
            text.Take();
            text.TakeBlanks();
            if (text.Current == '\n') text.SkipSpace();
        }
        else if (text.Current != '{')
        {
            throw text.Error(key is ["include"] ? "no include: one file holds all" : text.StartsWith("+=") ? "= and a whole list" : "'=', ':' or '{' after the key");
        }

        var value = Value([.. path, .. key]);
        if (value is not null) group.Set(key, value);
    }

    private List<string> Key()
    {
        var elements = new List<string>();
        while (true)
        {
            var element = text.Current == '"' ? Quoted() : text.TakeWhile(SettingText.IsKeyCharacter);
            if (element.Length == 0) throw text.Error("a key of letters, digits, '_', '-', or one in quotes");
            elements.Add(element);
            if (elements.Count > MaximumDepth) throw text.Error($"at most {MaximumDepth} parts in a key");
            if (text.Current != '.') return elements;
            text.Take();
        }
    }

    /// <summary>Null: an optional variable that is not set; the value that was there before stays.</summary>
    private SettingNode? Value(IReadOnlyList<string> path)
    {
        if (text.Current is not ('{' or '[')) return Scalar(path);
        if (++depth > MaximumDepth) throw text.Error($"at most {MaximumDepth} levels");
        var source = text.Source;
        SettingNode value;
        if (text.Take() == '[') value = Items(source);
        else
        {
            var group = new SettingNode.Group(source);
            Members(group, path, braces: true);
            value = group;
        }

        depth--;
        return value;
    }

    private SettingNode.Items Items(string source)
    {
        var items = new List<SettingNode>();
        text.SkipSpace();
        while (text.Current != ']')
        {
            if (text.AtEnd) throw text.Error("']'");
            if (Value([]) is { } item) items.Add(item);
            var separated = text.SkipSpace();
            if (text.Current == ',')
            {
                text.Take();
                text.SkipSpace();
            }
            else if (!separated && text.Current != ']') throw text.Error("',' or ']' after an item; quotes around an item with signs");
        }

        text.Take();
        return new SettingNode.Items(items, source);
    }

    private SettingNode.Text? Scalar(IReadOnlyList<string> path)
    {
        var source = text.Source;
        var value = new StringBuilder();
        var (pieces, variable, optional, unset, plain) = (0, (string?)null, false, false, true);
        while (true)
        {
            var blanks = text.TakeBlanks();
            if (text.AtEnd || text.Current is '\n' or ',' or '}' or ']' or '#' || (text.StartsWith("//") && (blanks.Length > 0 || pieces == 0))) break;
            if (pieces++ > 0) value.Append(blanks);
            if (text.Current == '$')
            {
                (variable, optional, var found) = Substitution();
                unset = found is null;
                value.Append(found);
                plain = false;
            }
            else if (text.Current == '"')
            {
                value.Append(Quoted());
                plain = false;
            }
            else value.Append(Plain());
        }

        if (pieces == 0) throw text.Error("a value; an empty one is \"\"");
        if (plain && value.ToString() == "null") throw text.Error("a value; without one leave the key out", "null");
        if (variable is null || pieces > 1) return new SettingNode.Text(value.ToString(), source);
        if (bindings is not null && optional && path.Count > 0)
        {
            bindings.Add(new EnvironmentBinding(path, variable));
            return null;
        }

        return unset ? null : new SettingNode.Text(value.ToString(), $"environment variable {variable}");
    }

    private string Plain()
    {
        var part = text.TakeWhile(c => char.IsLetterOrDigit(c) || (PlainSigns.Contains(c) && !text.StartsWith("//")));
        return part.Length > 0 ? part : throw text.Error("quotes around a value with this sign");
    }

    private (string Variable, bool Optional, string? Found) Substitution()
    {
        text.Take();
        if (text.Current != '{') throw text.Error("${NAME}, ${?NAME}, or quotes around a value with '$'");
        text.Take();
        var optional = text.Current == '?';
        if (optional) text.Take();
        var name = text.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        if (name.Length == 0 || text.Current != '}') throw text.Error("the name of an environment variable and '}'");
        text.Take();
        var found = environment(name);
        if (found is null && !optional) throw text.Error($"the environment variable {name} to be set, or ${{?{name}}}", $"${{{name}}}, which is not set");
        return (name, optional, found);
    }

    private string Quoted()
    {
        if (text.StartsWith("\"\"\"")) return TripleQuoted();
        text.Take();
        var value = new StringBuilder();
        while (text.Current != '"')
        {
            if (text.AtEnd || text.Current == '\n') throw text.Error("a closing '\"' in the same line");
            var c = text.Take();
            value.Append(c == '\\' ? Escape() : c);
        }

        text.Take();
        return value.ToString();
    }

    private string TripleQuoted()
    {
        text.Skip(3);
        var value = new StringBuilder();
        while (!text.StartsWith("\"\"\""))
        {
            if (text.AtEnd) throw text.Error("a closing '\"\"\"'");
            value.Append(text.Take());
        }

        text.Skip(3);
        return value.Append(text.TakeWhile(c => c == '"')).ToString();
    }

    private char Escape()
    {
        var c = text.Current;
        var index = "\"\\/bfnrt".IndexOf(c, StringComparison.Ordinal);
        if (index < 0 && c != 'u') throw text.Error("one of \" \\ / b f n r t uXXXX after '\\'");
        text.Take();
        if (c != 'u') return "\"\\/\b\f\n\r\t"[index];
        var value = 0;
        for (var i = 0; i < 4; i++)
        {
            if (!char.IsAsciiHexDigit(text.Current)) throw text.Error("four hexadecimal digits after '\\u'");
            value = (value * 16) + Convert.ToInt32(text.Take().ToString(), 16);
        }

        return (char)value;
    }
}
