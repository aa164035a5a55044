using System.Text.Json;
using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.Core.RunLists;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Facts;
using ChefActors.NodeHost.Watching;

namespace ChefActors.NodeHost.Running;

/// <summary>Whether an entry or a push may wait for its turn. Pure: what was read and the node's own rules decide.</summary>
internal static class Admission
{
    /// <summary>What a claim adds to an entry, with room to spare.</summary>
    private const int ClaimBytes = 1024;

    /// <summary>Judges an inbox entry.</summary>
    internal static AdmissionVerdict Judge(EntrySnapshot entry, AdmissionPolicy policy, DateTimeOffset now)
    {
        var reading = CommandReader.Read(entry.Data, entry.Id, policy.Node.Value, policy.Cluster);
        if (!reading.IsValid) return new AdmissionVerdict.Refused(null, ResultState.Rejected, reading.Error);
        var command = reading.Value;
        var slot = command.IsSlot ? SlotEntry.Read(entry.Data) : null;
        if (command.IsSlot && (slot is null || CommandId.ForSlot(slot.Mzxid) != entry.Id))
            return new AdmissionVerdict.Refused(command, ResultState.Rejected, new Reason(ReasonCode.BadJson, "the entry does not say of which push it is"));
        if (command.Claim is { } claim && claim.Journal != policy.Journal) return new AdmissionVerdict.Foreign(command, slot);
        if (command is { Claim: { } mine, Cancel: { } cancel })
        {
            return new AdmissionVerdict.Refused(
                command, mine.Attempt > 1 ? ResultState.Interrupted : ResultState.Withdrawn, new Reason(ReasonCode.Abort, $"{PayloadCodec.OneLine(cancel.Who)} stopped it before it was started"));
        }

        // Every later attempt has a start in the journal, from which it is taken up. One that has none is an entry of the past that came back.
        if (command.Claim is { Attempt: > 1 } past)
        {
            return new AdmissionVerdict.Refused(
                command, ResultState.Interrupted, new Reason(ReasonCode.ExitCodeUnknown, $"attempt {past.Attempt} was claimed here and the journal has no word of it any more: it is not run again (was ZooKeeper put back to an older copy?)"));
        }

        if (Objection(command, policy) is { } reason) return new AdmissionVerdict.Refused(command, ResultState.Rejected, reason);
        return new AdmissionVerdict.Admitted(new QueuedCommand(command, entry.Data, entry.Version, slot, entry.Czxid, now));
    }

    /// <summary>Judges a slot that is not empty.</summary>
    internal static AdmissionVerdict Judge(SlotSnapshot slot, AdmissionPolicy policy, DateTimeOffset now)
    {
        if (!policy.SlotEnabled)
        {
            return new AdmissionVerdict.Refused(
                null, ResultState.Rejected, new Reason(ReasonCode.NotAllowed, "pushes through the slot are switched off on this node (slot.enabled = false)"));
        }

        var reading = SlotReading.Read(slot, policy.Node.Value, policy.SlotMode);
        if (!reading.IsValid) return new AdmissionVerdict.Refused(null, ResultState.Rejected, reading.Error);
        if (Objection(reading.Value, policy) is { } reason) return new AdmissionVerdict.Refused(reading.Value, ResultState.Rejected, reason);
        var entry = SlotEntry.Write(reading.Value, slot.Identity);
        if (EntryObjection(entry) is { } large) return new AdmissionVerdict.Refused(reading.Value, ResultState.Rejected, large);
        return new AdmissionVerdict.Admitted(new QueuedCommand(reading.Value, entry, null, slot.Identity, slot.Identity.Mzxid, now));
    }

    /// <summary>JSON's escapes make some texts six times longer and the entry nests one level deeper: what could not be read again is not claimed.</summary>
    private static Reason? EntryObjection(byte[] entry)
    {
        if (entry.Length > PayloadLimits.PayloadBytes - ClaimBytes)
            return new Reason(ReasonCode.TooLarge, $"the push becomes an entry of {entry.Length} bytes, at most {PayloadLimits.PayloadBytes - ClaimBytes} are allowed");
        return PayloadCodec.Read(entry, PayloadJson.Default.Command).Error;
    }

    private static Reason? Objection(Command command, AdmissionPolicy policy)
    {
        if (command.Kind == CommandKind.Restart) return null;
        if (command.Kind != CommandKind.Converge)
            return new Reason(ReasonCode.UnsupportedVersion, $"this agent does not know commands of kind '{command.Kind.ToString().ToLowerInvariant()}': update it");
        if (command.Mode == RunMode.Named && NamedObjection(command, policy.ChefMode) is { } named) return named;
        if (command.Mode is RunMode.Override or RunMode.Replace && command.RunList.Count == 0)
            return new Reason(ReasonCode.BadRunList, "the run-list is empty");
        if (command.Mode == RunMode.Full && command.RunList.Count > 0)
            return new Reason(ReasonCode.BadRunList, "a full run takes no run-list");
        return ItemObjection(command, policy) ?? AttributeObjection(command, policy);
    }

    /// <summary>Elsewhere Chef ignores the name and converges everything.</summary>
    private static Reason? NamedObjection(Command command, ChefMode mode) => mode switch
    {
        ChefMode.RunList => new Reason(ReasonCode.PolicyfileMode, "a named run-list is for Policyfile nodes; this node has a run-list (fact chef_mode), and Chef would converge everything"),
        ChefMode.Unknown => new Reason(
            ReasonCode.PolicyfileMode, "a named run-list is for Policyfile nodes; this node is not known to be one (fact chef_mode: unknown), and Chef would converge everything. A plain run tells"),
        _ when command.RunList.Count > 0 => new Reason(ReasonCode.BadRunList, "a named run-list takes no items beside its name"),
        _ when string.IsNullOrEmpty(command.NamedRunList) => new Reason(ReasonCode.BadRunList, "the command has no named_run_list"),
        _ when !command.NamedRunList.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') || command.NamedRunList[0] is '-' or '.' || command.NamedRunList.Length > 128 =>
            new Reason(ReasonCode.BadRunList, $"'{PayloadCodec.OneLine(command.NamedRunList)}' is no name of a run-list: 1 to 128 of A-Z a-z 0-9 _ - . are allowed, not beginning with - or ."),
        _ => null,
    };

    private static Reason? ItemObjection(Command command, AdmissionPolicy policy)
    {
        if (command.RunList.Count == 0) return null;
        if (!RunListParser.TryParseAll(command.RunList, out var items, out var error)) return new Reason(ReasonCode.BadRunList, error.ToString());
        return policy.Items.FirstRefused(items) is { } refused
            ? new Reason(ReasonCode.NotAllowed, $"'{refused}' is not among the items that this node allows (allow.run_list)")
            : null;
    }

    private static Reason? AttributeObjection(Command command, AdmissionPolicy policy)
    {
        if (command.Attributes is not { ValueKind: JsonValueKind.Object } attributes) return null;
        foreach (var name in attributes.EnumerateObject().Select(property => property.Name))
        {
            if (name == "run_list" || SlotReading.RefusedKeys.Contains(name, StringComparer.Ordinal))
                return new Reason(ReasonCode.BadAttributes, $"the attribute '{name}' is refused: Chef reads it as more than an attribute");
            if (!policy.Attributes.Contains("*", StringComparer.Ordinal) && !policy.Attributes.Contains(name, StringComparer.Ordinal))
                return new Reason(ReasonCode.BadAttributes, $"the attribute '{PayloadCodec.OneLine(name)}' is not among those that this node allows (allow.attributes)");
        }

        return null;
    }
}
