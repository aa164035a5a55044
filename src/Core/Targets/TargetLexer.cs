using System.Text;

namespace ChefActors.Core.Targets;

/// <summary>
/// Cuts a target's text into tokens. In quotes a doubled quote stands for itself (<c>'it''s'</c>); there are no other escapes, and no
/// control characters.
/// </summary>
internal sealed class TargetLexer(string text)
{
    private int position;

    public TargetToken Next()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position])) position++;
        if (position == text.Length) return new TargetToken(TargetTokenKind.End, "", "", position + 1);
        return text[position] switch
        {
            '(' => Take(TargetTokenKind.Open, 1),
            ')' => Take(TargetTokenKind.Close, 1),
            ',' => Take(TargetTokenKind.Comma, 1),
            '~' => Take(TargetTokenKind.Operator, 1),
            '=' => Equal(),
            '!' => NotEqual(),
            '<' or '>' => Take(TargetTokenKind.Operator, Peek(1) == '=' ? 2 : 1),
            '\'' or '"' => Quoted(TargetTokenKind.Quoted, position),
            '@' => File(),
            _ => Word(),
        };
    }

    private static TargetSyntaxException Error(int at, string found, string expected) => new(new TargetSyntaxError(at + 1, found, expected));

    private char Peek(int ahead) => position + ahead < text.Length ? text[position + ahead] : '\0';

    private TargetToken Take(TargetTokenKind kind, int length)
    {
        var token = new TargetToken(kind, text.Substring(position, length), text.Substring(position, length), position + 1);
        position += length;
        return token;
    }

    private TargetToken Equal() =>
        Peek(1) is '=' or '>' or '<' or '~'
            ? throw Error(position, TargetText.Quoted(text.Substring(position, 2)), "one of = != ~ < <= > >=")
            : Take(TargetTokenKind.Operator, 1);

    private TargetToken NotEqual() =>
        Peek(1) == '=' ? Take(TargetTokenKind.Operator, 2) : throw Error(position, "'!'", "!= between key and value, or the word not");

    private TargetToken File()
    {
        var start = position;
        position++;
        if (Peek(0) is '\'' or '"') return Quoted(TargetTokenKind.File, start);
        while (position < text.Length && TargetText.IsWordCharacter(text[position])) position++;
        if (position == start + 1) throw Error(position, position == text.Length ? "the end" : TargetText.Quoted(text[position].ToString()), "the name of a file after '@'");
        return new TargetToken(TargetTokenKind.File, text[(start + 1)..position], text[start..position], start + 1);
    }

    private TargetToken Word()
    {
        var start = position;
        while (position < text.Length && TargetText.IsWordCharacter(text[position])) position++;
        if (position > start) return new TargetToken(TargetTokenKind.Word, text[start..position], text[start..position], start + 1);
        var hint = text[position] switch
        {
            '&' => "the word and",
            '|' => "the word or",
            _ => "a word or a quoted value",
        };
        throw Error(position, Character(text[position]), hint);
    }

    private TargetToken Quoted(TargetTokenKind kind, int start)
    {
        var quote = text[position];
        var opened = position;
        var value = new StringBuilder();
        for (position++; position < text.Length; position++)
        {
            var c = text[position];
            if (char.IsControl(c)) throw Error(position, Character(c), "no control character in a quoted value");
            if (c == quote && Peek(1) == quote) position++;
            else if (c == quote)
            {
                position++;
                return new TargetToken(kind, value.ToString(), text[start..position], start + 1);
            }

            value.Append(c);
        }

        throw Error(text.Length, "the end", $"a closing {quote} for the one at column {opened + 1}");
    }

    private static string Character(char c) => char.IsControl(c) ? $"the character U+{(int)c:X4}" : TargetText.Quoted(c.ToString());
}
