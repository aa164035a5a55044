namespace ChefActors.Core.Targets;

/// <summary>The operators of a term.</summary>
public enum ComparisonOperator
{
    /// <summary><c>=</c>; on a list: contains.</summary>
    Equal,

    /// <summary><c>!=</c>; on a list: does not contain.</summary>
    NotEqual,

    /// <summary><c>~</c>: the value is a glob; on a list: an element matches.</summary>
    Glob,

    /// <summary><c>&lt;</c>.</summary>
    Less,

    /// <summary><c>&lt;=</c>.</summary>
    LessOrEqual,

    /// <summary><c>&gt;</c>.</summary>
    Greater,

    /// <summary><c>&gt;=</c>.</summary>
    GreaterOrEqual,
}
