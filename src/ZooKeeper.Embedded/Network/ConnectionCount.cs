using System.Net;

namespace ChefActors.ZooKeeper.Embedded.Network;

/// <summary>How many connections there are, in all and from each address, and whether there may be another. Any thread.</summary>
/// <param name="limit">Of all; 0: none.</param>
/// <param name="perAddress">From one address; 0: none.</param>
internal sealed class ConnectionCount(int limit, int perAddress)
{
    private readonly Lock _sync = new();
    private readonly Dictionary<IPAddress, int> _from = [];
    private int _all;

    /// <summary>Counts another one. Null: it may stay; else what it is refused for.</summary>
    public string? Enter(IPAddress address)
    {
        lock (_sync)
        {
            if (limit > 0 && _all >= limit) return $"there are {_all} connections, allowed are {limit}: close some, or raise {nameof(EmbeddedOptions.MaxConnections)}";
            var own = _from.GetValueOrDefault(address);
            if (perAddress > 0 && own >= perAddress) return $"{address} has {own} connections, allowed are {perAddress}: close some, or raise {nameof(EmbeddedOptions.MaxConnectionsPerAddress)}";
            _all++;
            _from[address] = own + 1;
            return null;
        }
    }

    /// <summary>One that was counted is gone.</summary>
    public void Leave(IPAddress address)
    {
        lock (_sync)
        {
            _all--;
            if (_from[address] > 1) _from[address]--;
            else _from.Remove(address);
        }
    }
}
