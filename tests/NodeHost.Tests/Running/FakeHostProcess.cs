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

    /// <summary>How often it fails to, in a way that its actor has no answer to.</summary>
    public int FailuresLeft { get; set; }

    public string? NoSupervisor() => Objection;

    public void End()
    {
        if (FailuresLeft-- > 0) throw new InvalidOperationException("planted at the end");
        Ends++;
    }
}
