using ChefActors.Controller.Auditing;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>A record of the audit as a line for people.</summary>
internal static class AuditText
{
    /// <summary>When, which rollout, what, by whom.</summary>
    public static string Line(AuditRecord record) => SafeText.Line($"{TimeText.At(record.At)} {record.Rollout} {What(record)}");

    private static string What(AuditRecord record) => record.Type switch
    {
        AuditType.Start => $"started by {record.Who}: {record.Name}, on {TimeText.Count(record.Nodes?.Count ?? 0, "node")} ({record.Target}){(record.Of is { } of ? $", of {of}" : "")}",
        AuditType.Word => $"{record.Verb}{(record.Detail is { } detail ? $" {detail}" : "")} by {record.Who}",
        _ => $"{record.Phase}{(record.Reason is { } reason ? $": {reason.Text}" : "")}",
    };
}
