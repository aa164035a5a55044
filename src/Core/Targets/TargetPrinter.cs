using System.Text;

namespace ChefActors.Core.Targets;

/// <summary>Writes an expression as text that parses to an equal one, with as few quotes and parentheses as that needs.</summary>
internal static class TargetPrinter
{
    public static string Print(TargetExpression expression)
    {
        var text = new StringBuilder();
        Write(expression, text);
        return text.ToString();
    }

    private static void Write(TargetExpression expression, StringBuilder text)
    {
        switch (expression)
        {
            case TargetExpression.Or or:
                Join(or.Operands, " or ", o => o is TargetExpression.Or, text);
                break;
            case TargetExpression.And and:
                Join(and.Operands, " and ", o => o is TargetExpression.Or or TargetExpression.And, text);
                break;
            case TargetExpression.Not not:
                text.Append("not ");
                Operand(not.Operand, not.Operand is TargetExpression.Or or TargetExpression.And, text);
                break;
            case TargetExpression.Comparison comparison:
                text.Append(comparison.Key).Append(Sign(comparison.Operator)).Append(Value(comparison.Value));
                break;
            case TargetExpression.In set:
                text.Append(set.Key).Append(" in (").AppendJoin(", ", set.Values.Select(Value)).Append(')');
                break;
            case TargetExpression.Has has:
                text.Append("has(").Append(has.Key).Append(')');
                break;
            case TargetExpression.Name name:
                // "in" is no name after a name only; in quotes it always is.
                text.Append(name.Pattern == "in" ? "'in'" : Value(name.Pattern));
                break;
            case TargetExpression.NamesFromFile names:
                text.Append('@').Append(Value(names.File));
                break;
        }
    }

    private static void Join(IReadOnlyList<TargetExpression> operands, string word, Func<TargetExpression, bool> nests, StringBuilder text)
    {
        for (var i = 0; i < operands.Count; i++)
        {
            if (i > 0) text.Append(word);
            Operand(operands[i], nests(operands[i]), text);
        }
    }

    private static void Operand(TargetExpression operand, bool parenthesised, StringBuilder text)
    {
        if (parenthesised) text.Append('(');
        Write(operand, text);
        if (parenthesised) text.Append(')');
    }

    private static string Sign(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => "=",
        ComparisonOperator.NotEqual => "!=",
        ComparisonOperator.Glob => "~",
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Greater => ">",
        _ => ">=",
    };

    private static string Value(string value) =>
        value.Length > 0 && value[0] != '@' && !TargetText.IsReserved(value) && value.All(TargetText.IsWordCharacter)
            ? value
            : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
