using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Running;

namespace ChefActors.NodeHost.Tests.Running;

/// <summary>A process that only notes that it was to end.</summary>
internal sealed class FakeHostProcess : IHostProcess
{
    public ProcessIdentity Identity { get; } = new(4711, 7);

    public string? Objection { get; set; }

    /// <summary>How often it was asked to end.</summary>
    public int Ends { get; private set; }

    public string? NoSupervisor() => Objection;

    public void End() => Ends++;
}
