using ChefActors.NodeHost.Facts;

namespace ChefActors.NodeHost.Tests.Facts;

/// <summary>Facts in the test's hand, told at once.</summary>
internal sealed class FakeFacts : IFactsSource
{
    public static NodeFacts Sample { get; } = new(
        new MachineFacts { Name = "web-1.example.com", HostName = "web-1", MachineId = "machine-1", BootId = "boot-1", Arch = "x64", Cpus = 4, AgentVersion = "1", Tags = new Dictionary<string, string> { ["role"] = "web", ["env"] = "prod" } },
        new ChefFacts { ChefMode = ChefMode.RunList, Roles = ["web"] },
        new Dictionary<string, string> { ["rack"] = "r12" });

    public NodeFacts Quick { get; set; } = Sample;

    public SlowFacts Slow { get; set; } = new("web-1.example.com", "18.11.21", ChefPeriodic.Cron);

    public TaskCompletionSource<SlowFacts>? Waits { get; set; }

    public int QuickLooks { get; private set; }

    public int SlowLooks { get; private set; }

    public Task<NodeFacts> ReadQuickAsync()
    {
        QuickLooks++;
        return Task.FromResult(Quick);
    }

    public Task<SlowFacts> ReadSlowAsync(CancellationToken cancellationToken)
    {
        SlowLooks++;
        return Waits?.Task ?? Task.FromResult(Slow);
    }
}
