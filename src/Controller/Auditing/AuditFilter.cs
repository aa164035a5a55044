namespace ChefActors.Controller.Auditing;

/// <summary>Which records are asked for. Pure.</summary>
/// <param name="Node">Those of rollouts that had this node among their targets; null: any.</param>
/// <param name="Since">Those of what happened then or later; null: any.</param>
internal sealed record AuditFilter(string? Node, DateTimeOffset? Since)
{
    /// <summary>The records that pass, in their order. The starts tell who was a target, also those before <see cref="Since"/>.</summary>
    public IEnumerable<AuditRecord> Of(IEnumerable<AuditRecord> records)
    {
        var concerned = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            if (Node is not null && record.Type == AuditType.Start && record.Nodes?.Contains(Node, StringComparer.Ordinal) == true) concerned.Add(record.Rollout);
            if ((Node is null || concerned.Contains(record.Rollout)) && !(record.At < Since)) yield return record;
        }
    }
}
