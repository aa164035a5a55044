namespace ChefActors.Controller.Auditing;

/// <summary>What an audit holds of each rollout, by its records. Pure but for its own memory.</summary>
internal sealed class AuditLedger
{
    private readonly Dictionary<string, AuditStanding> _rollouts = new(StringComparer.Ordinal);

    /// <summary>What is recorded of a rollout.</summary>
    public AuditStanding Of(string rollout) => _rollouts.GetValueOrDefault(rollout) ?? AuditStanding.Nothing;

    /// <summary>A record is written.</summary>
    public void Add(AuditRecord record)
    {
        var standing = Of(record.Rollout);
        _rollouts[record.Rollout] = record.Type switch
        {
            AuditType.Start => standing with { IsStarted = true },
            AuditType.Word => standing with { Words = standing.Words + 1 },
            _ => standing with { Phase = record.Phase, ReasonCode = record.Reason?.Code },
        };
    }
}
