using ChefActors.ZooKeeper.Connections;

namespace ChefActors.ZooKeeper.Sessions;

/// <summary>Another list of servers while the session runs.</summary>
internal sealed partial class SessionLoop
{
    private Connection? _connection;

    /// <summary>Takes another list, and moves to one of its servers when the load asks for it; nothing that was asked for is lost by that.</summary>
    public void UpdateServers(ConnectionString servers)
    {
        _session.Servers = servers;
        var connection = Volatile.Read(ref _connection);
        if (_hosts.Update(servers.Servers, connection is not null)) Leave(connection);
    }

    /// <summary>The connection that serves now; the list may have changed while it was being opened.</summary>
    private void Serve(Connection? connection)
    {
        Volatile.Write(ref _connection, connection);
        if (connection is not null && !_hosts.IsCurrentListed) Leave(connection);
    }

    private void Leave(Connection? connection)
    {
        if (connection is null) return;
        Leaving(_session.Logger, _session.Id, _session.Servers.ToString());
        connection.Leave("the session moves to another server of the new list");
    }
}
