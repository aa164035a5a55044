using ChefActors.NodeHost.ChefClient;

namespace ChefActors.NodeHost.Running;

/// <summary>This process, as a restart sees it.</summary>
internal interface IHostProcess
{
    /// <summary>What names it for good within this boot.</summary>
    ProcessIdentity Identity { get; }

    /// <summary>Why nobody would start it again now; null: somebody will.</summary>
    string? NoSupervisor();

    /// <summary>Asks it to end in order, and returns at once.</summary>
    void End();
}
