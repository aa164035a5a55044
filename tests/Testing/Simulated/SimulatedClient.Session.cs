using ChefActors.ZooKeeper;

namespace ChefActors.Testing.Simulated;

/// <summary>A simulated process has one server, and its death is simulated as such: nothing is handed over.</summary>
public sealed partial class SimulatedClient
{
    /// <summary>Not simulated.</summary>
    public SessionTicket Ticket => throw new NotSupportedException("the simulation resumes no session");

    /// <summary>Nothing changes: the simulated server is behind every address.</summary>
    public void UpdateServers(ConnectionString servers) => ArgumentNullException.ThrowIfNull(servers);

    /// <summary>Not simulated.</summary>
    public Task<SessionTicket> DetachAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException("the simulation resumes no session");
}
