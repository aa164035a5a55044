using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.ChefClient.Stopping;
using ChefActors.NodeHost.Running;
using ChefActors.NodeHost.Supervising;

namespace ChefActors.NodeHost;

/// <summary>This process.</summary>
/// <param name="end">Ends it in order.</param>
internal sealed class HostProcess(Action end) : IHostProcess
{
    private const string SystemdExecPid = "SYSTEMD_EXEC_PID";

    /// <inheritdoc />
    public ProcessIdentity Identity { get; } = Own().Identity;

    /// <inheritdoc />
    public string? NoSupervisor() => SupervisorSign.Objection(
        Environment.GetEnvironmentVariable(SupervisorSign.Variable), Environment.GetEnvironmentVariable(SystemdExecPid), Environment.ProcessId, Own().Parent);

    /// <inheritdoc />
    public void End() => end();

    private static ProcessEntry Own() => ProcessEntry.Read(Environment.ProcessId) ?? throw new InvalidOperationException("this process does not see itself in /proc");
}
