using System.Diagnostics;
using ChefActors.ZooKeeper;

namespace ChefActors.Integration.Tests.Fleet.Large;

/// <summary>A client of the test's own that outlives its sessions: a question is asked until an answer comes, by a new session when the old one is over.</summary>
internal sealed class PatientClient(string connect) : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private IZooKeeperClient? _client;

    /// <summary>Asks; what only reads may be asked twice.</summary>
    public async Task<T> Ask<T>(Func<IZooKeeperClient, Task<T>> question)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var client = await ClientAsync(null);
            try
            {
                return await question(client).WaitAsync(Bound);
            }
            catch (ConnectionLossException) when (Stopwatch.GetElapsedTime(began) < Bound)
            {
                await Task.Delay(Pause);
            }
            catch (SessionExpiredException) when (Stopwatch.GetElapsedTime(began) < Bound)
            {
                await ClientAsync(client);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null) await _client.DisposeAsync();
        _turn.Dispose();
    }

    /// <summary>The client; another one in place of one whose session is over.</summary>
    private async Task<IZooKeeperClient> ClientAsync(IZooKeeperClient? over)
    {
        await _turn.WaitAsync();
        try
        {
            if (_client is not null && _client != over) return _client;
            if (_client is not null) await _client.DisposeAsync();
            _client = null;
            var client = await EmbeddedFleet.ConnectAsync(connect);

            // Another session may come to a server that lags behind what the one before has seen.
            await client.SyncAsync("/");
            return _client = client;
        }
        finally
        {
            _turn.Release();
        }
    }
}
