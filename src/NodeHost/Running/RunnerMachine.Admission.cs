using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.NodeHost.Journal;
using ChefActors.NodeHost.Watching;

namespace ChefActors.NodeHost.Running;

/// <summary>What is read becomes a place in the queue, a refusal, a word to the run under way, or nothing.</summary>
internal sealed partial class RunnerMachine
{
    private void OnEntryRead(Turn turn, EntrySnapshot entry)
    {
        if (turn.State.Knows(entry.Id)) return;
        if (turn.Active is { } run && run.Id == entry.Id)
        {
            HeedEntryOfRun(turn, run, entry);
            return;
        }

        if (turn.State.Sent.ContainsKey(entry.Id))
        {
            Refuse(turn, entry.Id, entry.Version, null, null, ResultState.Rejected, new Reason(ReasonCode.Replayed, "this command's result is in already; it is not run again"));
            return;
        }

        var verdict = Admission.Judge(entry, PolicyOf(turn), turn.Now.Utc);

        // A push of the past, in an older copy of ZooKeeper or left by a lost drop: it ran, or never existed. Either way nobody waits for it.
        if (verdict is AdmissionVerdict.Admitted { Item.Slot: { } push } && turn.State.LaterPush(entry.Id, push) is not null)
        {
            turn.State = turn.State with { Refusing = turn.State.Refusing.Add(entry.Id), Queue = turn.State.Queue.Without(entry.Id) };
            turn.Do(new RunnerEffect.DropEntry(entry.Id, entry.Version, IsSlot: true));
            return;
        }

        Take(turn, entry.Id, entry.Version, null, verdict);
    }

    private AdmissionPolicy PolicyOf(Turn turn) =>
        context.Policy with { Cluster = turn.State.ClusterId ?? context.Policy.Cluster, ChefMode = turn.State.ChefMode ?? context.Policy.ChefMode };

    private void OnEntryGone(Turn turn, string id) =>
        turn.State = turn.State with { Queue = turn.State.Queue.Without(id), Foreign = turn.State.Foreign.Remove(id) };

    private void OnSlotRead(Turn turn, SlotSnapshot slot)
    {
        var id = CommandId.ForSlot(slot.Identity.Mzxid);

        // A push that another one overwrote before it started never existed.
        if (turn.State.Queue.UnclaimedPush is { } waiting && (slot.Data.Length == 0 || waiting.Id != id))
            turn.State = turn.State with { Queue = turn.State.Queue.Without(waiting.Id) };
        if (slot.Data.Length == 0 || turn.State.Knows(id) || turn.Active?.Id == id || turn.State.Queue.Find(id) is not null) return;

        // Another journal's, which its entry tells: the slot is emptied with that entry, after the grace.
        if (turn.State.Foreign.ContainsKey(id)) return;
        if (turn.State.LaterPush(id, slot.Identity) is { } last)
        {
            var why = last.Mzxid == slot.Identity.Mzxid
                ? "this push's result is in already; it is not run again"
                : $"a later push, {CommandId.ForSlot(last.Mzxid)}, was run here before: it is not run again (was ZooKeeper put back to an older copy?)";
            Refuse(turn, id, null, slot.Identity, null, ResultState.Rejected, new Reason(ReasonCode.Replayed, why));
            return;
        }

        Take(turn, id, null, slot.Identity, Admission.Judge(slot, PolicyOf(turn), turn.Now.Utc));
    }

    private void Take(Turn turn, string id, int? entryVersion, SlotIdentity? slot, AdmissionVerdict verdict)
    {
        switch (verdict)
        {
            case AdmissionVerdict.Refused refused:
                Refuse(turn, id, entryVersion, slot, refused.Command, refused.State, refused.Reason);
                break;
            case AdmissionVerdict.Foreign foreign:
                LeaveToOther(turn, id, entryVersion!.Value, foreign);
                break;
            case AdmissionVerdict.Admitted { Item: var item } when turn.State.Queue.Find(id) is { } known:
                turn.State = turn.State with { Queue = turn.State.Queue.With(item with { ReceivedAt = known.ReceivedAt }) };
                break;
            case AdmissionVerdict.Admitted { Item: var item } when turn.State.Queue.Objection(item) is { } objection:
                Refuse(turn, id, entryVersion, slot, item.Command, ResultState.Rejected, new Reason(ReasonCode.QueueFull, objection));
                break;
            case AdmissionVerdict.Admitted { Item: var item }:
                turn.State = turn.State with { Queue = turn.State.Queue.With(item) };
                break;
        }
    }

    /// <summary>A claim of another journal (DELIVERY, 4.4): a typed one is the controller's to end; a push has no controller, so it is ended after a grace.</summary>
    private void LeaveToOther(Turn turn, string id, int entryVersion, AdmissionVerdict.Foreign foreign)
    {
        turn.State = turn.State with { Queue = turn.State.Queue.Without(id) };
        if (foreign.Slot is not { } slot) turn.Do(new RunnerEffect.DropEntry(id, entryVersion, IsSlot: false));
        else if (!turn.State.Foreign.ContainsKey(id))
            turn.State = turn.State with { Foreign = turn.State.Foreign.Add(id, (turn.Now.Boot + context.ForeignGrace, foreign.Command, slot)) };
    }

    private void EndForeignPushes(Turn turn)
    {
        foreach (var (id, (until, command, slot)) in turn.State.Foreign)
        {
            if (until > turn.Now.Boot) continue;
            turn.State = turn.State with { Foreign = turn.State.Foreign.Remove(id) };
            Refuse(turn, id, null, slot, command, ResultState.Interrupted, new Reason(ReasonCode.JournalLost, "another journal of this node claimed it and is no more; whether it ran is not known"));
        }
    }

    /// <summary>Answers without a run.</summary>
    private void Refuse(Turn turn, string id, int? entryVersion, SlotIdentity? slot, Command? command, ResultState state, Reason reason)
    {
        turn.State = turn.State with { Refusing = turn.State.Refusing.Add(id), Queue = turn.State.Queue.Without(id) };
        var result = RunResults.Refusal(id, command, context.Policy.Node.Value, state, reason, turn.Now.Utc, context.AgentVersion);
        turn.Do(new RunnerEffect.Refuse(id, entryVersion, slot, result));
    }

    /// <summary>The entry of the run under way was written: by our own claim, or with a request to stop.</summary>
    private void HeedEntryOfRun(Turn turn, ActiveRun run, EntrySnapshot entry)
    {
        var reading = CommandReader.Read(entry.Data, entry.Id, context.Policy.Node.Value, PolicyOf(turn).Cluster);
        if (!reading.IsValid || reading.Value.Cancel is not { } cancel) return;
        if (run.Phase == RunPhase.Running) BeginStopping(turn, run, StopCause.Cancelled);
        else if (run.Phase == RunPhase.Starting)
        {
            var reason = new Reason(ReasonCode.Abort, $"{Quote(cancel.Who)} stopped it before it was started");
            Abandon(turn, run, run.Previous is { } previous ? new Aftermath.End(previous) : new Aftermath.Refuse(ResultState.Withdrawn, reason));
        }
    }
}
