using PresenceRecord = ChefActors.Core.Nodes.Presence;

namespace ChefActors.NodeHost.Checking;

/// <summary>Whether this node's name is free, or this node host's own. Pure.</summary>
internal static class RegistrationJudgement
{
    private const string Subject = "registration";

    /// <summary>Judges.</summary>
    /// <param name="name">This node.</param>
    /// <param name="isAlive">There is an <c>alive</c>.</param>
    /// <param name="there">What it says; null: nothing readable.</param>
    /// <param name="machineId">This machine; null: it has no id yet.</param>
    /// <param name="journalId">This state directory's journal; null: none yet.</param>
    internal static CheckLine Of(string name, bool isAlive, PresenceRecord? there, string? machineId, string? journalId)
    {
        if (!isAlive) return CheckLine.Ok(Subject, $"{name} is not alive: no node host of this name is there");
        if (there is null) return CheckLine.Fails(Subject, $"a host that does not say who it is has the name {name}", "See who made that znode; give this one another --name if both are meant to run");
        if (there.MachineId == machineId && there.Journal == journalId) return CheckLine.Ok(Subject, $"{name} is alive: this node's own node host, pid {there.Pid}, version {there.AgentVersion}");
        return there.MachineId == machineId
            ? CheckLine.Fails(Subject, $"another node host of this machine, pid {there.Pid}, has the name {name} with another state directory", "Name the state directory that it has, or stop it: one of a name is served")
            : CheckLine.Fails(Subject, $"another machine, {there.MachineId}, has the name {name}", "Give one of the two another --name");
    }
}
