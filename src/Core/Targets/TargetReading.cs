namespace ChefActors.Core.Targets;

/// <summary>One pass of recursive descent over a target's text, a method per rule of the grammar, one token ahead.</summary>
internal sealed class TargetReading
{
    private const string Term = "a name or glob, key=value, has(key), @FILE, not or '('";

    private readonly TargetLexer lexer;
    private readonly Func<string, IReadOnlyList<string>>? readFile;
    private TargetToken current;
    private int depth;

    public TargetReading(string text, Func<string, IReadOnlyList<string>>? readFile)
    {
        this.readFile = readFile;
        lexer = new TargetLexer(text);
        current = lexer.Next();
    }

    public TargetExpression Whole()
    {
        var expression = Expression();
        if (current.Kind == TargetTokenKind.End) return expression;
        throw Unexpected(current.Kind == TargetTokenKind.Operator ? "and, or or the end; an operator follows a key" : "and, or or the end");
    }

    private static TargetSyntaxException Error(TargetToken at, string expected, string? found = null) =>
        new(new TargetSyntaxError(at.Column, found ?? at.Described, expected));

    private TargetSyntaxException Unexpected(string expected) => Error(current, expected);

    private TargetToken Take()
    {
        var taken = current;
        current = lexer.Next();
        return taken;
    }

    private TargetToken Take(TargetTokenKind kind, string expected) => current.Kind == kind ? Take() : throw Unexpected(expected);

    private TargetExpression Expression()
    {
        var operands = new List<TargetExpression> { Conjunction() };
        while (current.IsWord("or"))
        {
            Take();
            operands.Add(Conjunction());
        }

        return operands.Count == 1 ? operands[0] : new TargetExpression.Or(operands);
    }

    private TargetExpression Conjunction()
    {
        var operands = new List<TargetExpression> { Negation() };
        while (current.IsWord("and"))
        {
            Take();
            operands.Add(Negation());
        }

        return operands.Count == 1 ? operands[0] : new TargetExpression.And(operands);
    }

    private TargetExpression Negation()
    {
        if (current.Kind != TargetTokenKind.Open && !current.IsWord("not")) return Leaf();
        if (depth == TargetParser.MaximumDepth)
        {
            throw Unexpected($"at most {TargetParser.MaximumDepth} levels of parentheses and not");
        }

        depth++;
        var expression = Take().Kind == TargetTokenKind.Word ? new TargetExpression.Not(Negation()) : Parenthesised();
        depth--;
        return expression;
    }

    private TargetExpression Parenthesised()
    {
        var expression = Expression();
        Take(TargetTokenKind.Close, "')', and or or");
        return expression;
    }

    private TargetExpression Leaf()
    {
        switch (current.Kind)
        {
            case TargetTokenKind.File:
                return FromFile(Take());
            case TargetTokenKind.Quoted:
                return NameGlob(Take());
            case TargetTokenKind.Word when !TargetText.IsReserved(current.Text):
                var word = Take();
                if (current.Kind == TargetTokenKind.Operator) return Comparison(Key(word));
                if (current.IsWord("in")) return In(Key(word));
                return word.Text == "has" && current.Kind == TargetTokenKind.Open ? Has() : NameGlob(word);
            default:
                throw Unexpected(Term);
        }
    }

    private static string Key(TargetToken token) =>
        TargetText.IsKey(token.Text) ? token.Text : throw Error(token, "a key before the operator: letters, digits, '_', '.', '-', a letter, digit or '_' first");

    private TargetExpression.Comparison Comparison(string key)
    {
        var comparison = Operator(Take().Text);
        var at = current;
        var value = Value();
        if (comparison >= ComparisonOperator.Less && !VersionOrder.IsComparable(value))
        {
            throw Error(at, "a number or a version, because the operator asks for an order");
        }

        return new TargetExpression.Comparison(key, comparison, value);
    }

    private static ComparisonOperator Operator(string text) => text switch
    {
        "=" => ComparisonOperator.Equal,
        "!=" => ComparisonOperator.NotEqual,
        "~" => ComparisonOperator.Glob,
        "<" => ComparisonOperator.Less,
        "<=" => ComparisonOperator.LessOrEqual,
        ">" => ComparisonOperator.Greater,
        _ => ComparisonOperator.GreaterOrEqual,
    };

    private TargetExpression.In In(string key)
    {
        Take();
        Take(TargetTokenKind.Open, "'(' after in");
        var values = new List<string> { Value() };
        while (current.Kind == TargetTokenKind.Comma)
        {
            Take();
            values.Add(Value());
        }

        Take(TargetTokenKind.Close, "',' or ')'");
        return new TargetExpression.In(key, values);
    }

    private TargetExpression.Has Has()
    {
        Take();
        var token = Take(TargetTokenKind.Word, "a key inside has( )");
        var key = Key(token);
        Take(TargetTokenKind.Close, "')' after the key");
        return new TargetExpression.Has(key);
    }

    private string Value() => current.Kind switch
    {
        TargetTokenKind.Quoted => Take().Text,
        TargetTokenKind.Word when !TargetText.IsReserved(current.Text) => Take().Text,
        _ => throw Unexpected("a value (in quotes, if it holds spaces or signs or is a word of the grammar)"),
    };

    private static TargetExpression.Name NameGlob(TargetToken token)
    {
        if (NameFault(token.Text) is { } fault) throw Error(token, fault);
        return new TargetExpression.Name(token.Text);
    }

    private static string? NameFault(string pattern)
    {
        if (pattern.Length == 0) return "a name or glob that is not empty";
        var bad = TargetText.BadNameCharacter(pattern);
        if (bad < 0) return null;
        if (pattern is "AND" or "OR" or "NOT") return $"the word {pattern.ToLowerInvariant()} in lower case";
        if (pattern[bad] == '/') return "a name or glob of names: a-z 0-9 . _ - * (no '/'; for a place: location~kr/seoul/**)";
        return $"a name or glob of names: a-z 0-9 . _ - * (no {TargetText.Quoted(pattern[bad].ToString())}; for a fact: key=value)";
    }

    private TargetExpression.NamesFromFile FromFile(TargetToken token)
    {
        if (readFile is null) throw Error(token, "no @FILE: files cannot be read here");
        if (token.Text.Length == 0) throw Error(token, "the name of a file after '@'");
        IReadOnlyList<string> lines;
        try
        {
            lines = readFile(token.Text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TargetSyntaxException(new TargetSyntaxError(token.Column, $"{token.Described}: {e.Message}", "a file that can be read"), e);
        }

        if (lines.Count > TargetParser.MaximumFileLines)
        {
            throw Error(token, $"a file of at most {TargetParser.MaximumFileLines} lines", $"{token.Described} with {lines.Count} lines");
        }

        var patterns = new List<string>();
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            if (NameFault(line) is { } fault) throw Error(token, fault, $"{TargetText.Quoted(line)} in line {i + 1} of {token.Described}");
            patterns.Add(line);
        }

        return patterns.Count > 0
            ? new TargetExpression.NamesFromFile(token.Text, patterns)
            : throw Error(token, "a file with a name or glob in each line", $"{token.Described} without any name");
    }
}
