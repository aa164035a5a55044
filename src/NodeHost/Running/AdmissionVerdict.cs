using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.Running;

/// <summary>What becomes of an entry or a push. A closed set.</summary>
internal abstract record AdmissionVerdict
{
    private AdmissionVerdict()
    {
    }

    /// <summary>It may wait for its turn.</summary>
    internal sealed record Admitted(QueuedCommand Item) : AdmissionVerdict;

    /// <summary>It gets a result without a run.</summary>
    internal sealed record Refused(Command? Command, ResultState State, Reason Reason) : AdmissionVerdict;

    /// <summary>Another journal claimed it: it is never run here.</summary>
    internal sealed record Foreign(Command Command, SlotIdentity? Slot) : AdmissionVerdict;
}
