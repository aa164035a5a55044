using ChefActors.Controller.Auditing;
using ChefActors.Controller.Tests.Rollouts;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Tests.Auditing;

public sealed class AuditDecisionTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly ControlDocument _words = new() { Words = [new ControlWord("pause", "alice@ops1", _now, null), new ControlWord("resume", "bob@ops1", _now, null)] };

    [Fact]
    public void A_daemon_that_was_away_for_a_whole_rollout_records_start_words_and_end()
    {
        var records = AuditDecision.Of(AuditStanding.Nothing, Look(RolloutPhase.Failed, control: _words), _now);
        Assert.Equal([AuditType.Start, AuditType.Word, AuditType.Word, AuditType.End], records.Select(r => r.Type));
        Assert.Equal(["web-1.example.com"], records[0].Nodes);
        Assert.Equal(("resume", "bob@ops1"), (records[2].Verb, records[2].Who));
        Assert.Equal("failed", records[3].Phase);
    }

    [Fact]
    public void What_is_recorded_is_not_recorded_again_and_what_is_new_is()
    {
        var ledger = new AuditLedger();
        foreach (var record in AuditDecision.Of(ledger.Of("R1"), Look(RolloutPhase.Running), _now)) ledger.Add(record);
        Assert.Empty(AuditDecision.Of(ledger.Of("R1"), Look(RolloutPhase.Running), _now));
        var spoken = AuditDecision.Of(ledger.Of("R1"), Look(RolloutPhase.Waiting, "soak", _words), _now);
        Assert.Equal([AuditType.Word, AuditType.Word, AuditType.Phase], spoken.Select(r => r.Type));
        foreach (var record in spoken) ledger.Add(record);
        Assert.Equal("approval", Assert.Single(AuditDecision.Of(ledger.Of("R1"), Look(RolloutPhase.Waiting, "approval", _words), _now)).Reason!.Code);
    }

    [Fact]
    public void A_start_is_told_once_its_targets_are_known_or_it_is_over()
    {
        Assert.Empty(AuditDecision.Of(AuditStanding.Nothing, Look(RolloutPhase.Preparing, chunks: null), _now));
        Assert.Equal([AuditType.Start, AuditType.End], AuditDecision.Of(AuditStanding.Nothing, Look(RolloutPhase.Aborted, chunks: null), _now).Select(r => r.Type));
    }

    [Fact]
    public void An_end_that_is_taken_back_is_told_and_marks_of_the_history_are_not()
    {
        var ended = new AuditStanding(true, 0, "failed", null);
        Assert.Empty(AuditDecision.Of(ended, Look(RolloutPhase.Failed) with { State = Look(RolloutPhase.Failed).State with { Folded = 1, Compacted = true, Removing = true } }, _now));
        Assert.Equal("rolled_back", Assert.Single(AuditDecision.Of(ended, Look(RolloutPhase.RolledBack, "rolled_back"), _now)).Phase);
    }

    [Fact]
    public void A_node_is_found_by_the_targets_of_its_rollouts_and_a_time_by_when_it_happened()
    {
        var other = Look(RolloutPhase.Succeeded) with { Plan = Given.Plan("R2", 1, 1), Nodes = ["db-1.example.com"] };
        var records = AuditDecision.Of(AuditStanding.Nothing, Look(RolloutPhase.Succeeded, control: _words), _now).Concat(AuditDecision.Of(AuditStanding.Nothing, other, _now)).ToList();
        Assert.Equal(6, records.Count);
        Assert.Equal(["R2", "R2"], new AuditFilter("db-1.example.com", null).Of(records).Select(r => r.Rollout));
        Assert.Empty(new AuditFilter("db-2.example.com", null).Of(records));
        Assert.Equal([AuditType.Word, AuditType.Word, AuditType.End], new AuditFilter("web-1.example.com", _now).Of(records).Select(r => r.Type));
    }

    private static AuditLook Look(RolloutPhase phase, string? code = null, ControlDocument? control = null, int? chunks = 1) => new(
        Given.Plan("R1", 1, 1), new RolloutState { Phase = phase, Chunks = chunks, StartedAt = _now.AddHours(-1), Reason = code is null ? null : new Reason(code, "why") }, _now,
        control ?? new ControlDocument(), ["web-1.example.com"]);
}
