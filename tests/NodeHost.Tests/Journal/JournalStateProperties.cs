using ChefActors.Core.Commands;
using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.Tests.Journal;

public sealed class JournalStateProperties
{
    [Fact]
    public void A_compacted_journal_folds_to_the_same_state()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var state = JournalState.Of(Any(new Random(seed)));
            var again = JournalState.Of(state.Compact(Records.Now));
            Assert.Equal(Records.Text(state), Records.Text(again));
            Assert.Equal(state.Unfinished?.Id, again.Unfinished?.Id);
            Assert.Equal(state.Unfinished?.Attempt, again.Unfinished?.Attempt);
            Assert.Equal(state.Stopping, again.Stopping);
            Assert.Equal(state.Spool.Select(outcome => outcome.Id), again.Spool.Select(outcome => outcome.Id));
            Assert.Equal(state.Sent.Keys.Order(StringComparer.Ordinal), again.Sent.Keys.Order(StringComparer.Ordinal));
            Assert.Equal(state.LastSlot, again.LastSlot);
        }
    }

    [Fact]
    public void What_comes_after_a_compaction_folds_as_it_would_have_before()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (before, after) = (Any(random), Any(random).Skip(1).ToList());
            var plain = JournalState.Of(before.Concat(after));
            var compacted = JournalState.Of(JournalState.Of(before).Compact(Records.Now).Concat(after));
            Assert.Equal(Records.Text(plain), Records.Text(compacted));
        }
    }

    [Fact]
    public void Ids_that_can_no_longer_be_accepted_are_forgotten_and_the_last_push_is_not()
    {
        var slot = new SlotIdentity(10, 1, 1);
        var state = JournalState.Of([new JournalRecord.Header("j", "m"), new JournalRecord.Sent("old", Records.Now.AddDays(-31), null), new JournalRecord.Sent("new", Records.Now.AddDays(-29), null), new JournalRecord.Sent("slot-a", null, slot)]);
        var again = JournalState.Of(state.Compact(Records.Now));
        Assert.Equal(["new"], again.Sent.Keys);
        Assert.Equal(slot, again.LastSlot);
    }

    private static List<JournalRecord> Any(Random random)
    {
        var records = new List<JournalRecord> { new JournalRecord.Header("journal-1", "machine-1") };
        for (var i = random.Next(20); i > 0; i--)
        {
            var push = random.Next(1, 4);
            var slot = random.Next(3) == 0 ? new SlotIdentity(push, push, push) : null;
            var id = slot is null ? "R" + push : CommandId.ForSlot(push);
            records.Add(random.Next(7) switch
            {
                0 or 1 => Records.Start(id, random.Next(1, 3)) with { Slot = slot },
                2 => new JournalRecord.Dropped(id),
                3 => new JournalRecord.Stopping(id, random.Next(2) == 0 ? StopCause.Cancelled : StopCause.TimedOut),
                4 => Records.Outcome(id, slot),
                5 => new JournalRecord.Sent(id, slot is null ? Records.Now.AddDays(1) : null, slot),
                _ => new JournalRecord.Adopted("cluster-" + push),
            });
        }

        return records;
    }
}
