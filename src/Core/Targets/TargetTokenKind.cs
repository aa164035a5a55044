namespace ChefActors.Core.Targets;

internal enum TargetTokenKind
{
    Word,
    Quoted,
    File,
    Operator,
    Open,
    Close,
    Comma,
    End,
}
