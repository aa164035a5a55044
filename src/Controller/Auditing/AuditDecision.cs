using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Auditing;

/// <summary>
/// What is to be recorded of a rollout that was looked at: all that stands and is not recorded yet, so a daemon that was away catches up. Phases that came and went
/// unseen are lost, words never. Pure.
/// </summary>
internal static class AuditDecision
{
    /// <summary>Whether the start can be told: until all targets are written it is not known whom it concerns.</summary>
    public static bool TellsStart(AuditStanding standing, RolloutState state) => !standing.IsStarted && (state.Chunks is not null || state.Phase.IsEnded());

    /// <summary>The records, in the order in which they happened as far as that is known.</summary>
    public static IReadOnlyList<AuditRecord> Of(AuditStanding standing, AuditLook look, DateTimeOffset now)
    {
        if (!standing.IsStarted && !TellsStart(standing, look.State)) return [];
        var records = new List<AuditRecord>();
        if (!standing.IsStarted) records.Add(Start(look, now));
        records.AddRange(look.Control.Words.Skip(standing.Words).Select(word => Of(look, AuditType.Word, word.When, now) with { Who = word.Who, Verb = word.Verb, Detail = word.Detail }));
        var (phase, ended) = (look.State.Phase.Word(), look.State.Phase.IsEnded());
        if (phase == standing.Phase && look.State.Reason?.Code == standing.ReasonCode) return records;
        records.Add(Of(look, ended ? AuditType.End : AuditType.Phase, look.StateAt, now) with { Phase = phase, Reason = look.State.Reason, Counts = ended ? look.State.Counts : null });
        return records;
    }

    private static AuditRecord Start(AuditLook look, DateTimeOffset now) => Of(look, AuditType.Start, look.State.StartedAt ?? look.Plan.IssuedAt, now) with
    {
        Who = look.Plan.IssuedBy,
        Name = look.Plan.Name,
        Command = look.Plan.Command,
        Target = look.Plan.Target,
        Nodes = look.Nodes,
        Of = look.Plan.RetryOf ?? look.Plan.RollsBack,
    };

    private static AuditRecord Of(AuditLook look, string type, DateTimeOffset at, DateTimeOffset now) =>
        new() { Type = type, At = at, RecordedAt = now, Cluster = look.Plan.Cluster, Rollout = look.Plan.Id };
}
