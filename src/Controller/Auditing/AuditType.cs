namespace ChefActors.Controller.Auditing;

/// <summary>The types of records.</summary>
internal static class AuditType
{
    /// <summary>A rollout was started.</summary>
    public const string Start = "start";

    /// <summary>An operator spoke.</summary>
    public const string Word = "word";

    /// <summary>It came to another phase, or stays in it for another reason.</summary>
    public const string Phase = "phase";

    /// <summary>It ended, or its end was taken back by another rollout.</summary>
    public const string End = "end";
}
