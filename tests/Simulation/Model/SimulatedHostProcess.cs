using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Running;

namespace ChefActors.Simulation.Model;

/// <summary>The process of one life of the node host; the world is its supervisor.</summary>
/// <param name="identity">This life's.</param>
/// <param name="dies">Asked at <c>end host</c>, before and after.</param>
/// <param name="noSupervisor">Why nobody would start it again; null: somebody will.</param>
/// <param name="ends">It was asked to end, by this command.</param>
internal sealed class SimulatedHostProcess(ProcessIdentity identity, Func<string, bool, bool> dies, Func<string?> noSupervisor, Action ends) : IHostProcess
{
    /// <inheritdoc />
    public ProcessIdentity Identity => identity;

    /// <summary>It was asked to end.</summary>
    internal bool IsLeaving { get; private set; }

    /// <inheritdoc />
    public string? NoSupervisor() => noSupervisor();

    /// <inheritdoc />
    public void End()
    {
        if (dies("end host", true)) return;
        ends();
        IsLeaving = true;
        dies("end host", false);
    }
}
