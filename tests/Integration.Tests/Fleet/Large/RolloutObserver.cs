using System.Diagnostics;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Integration.Tests.Fleet.Large;

/// <summary>
/// Looks at a rollout again and again from its start to its end: who owns it, how far it is, how long a takeover took, and whether anything was written that an owner of
/// before alone can have written.
/// </summary>
internal sealed class RolloutObserver : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly PatientClient _client;
    private readonly CancellationTokenSource _over = new();
    private readonly Dictionary<int, string?> _owners = [];
    private readonly Dictionary<int, int> _pids = [];
    private readonly Dictionary<int, (string How, long At)> _lost = [];
    private readonly List<TakeOver> _takeOvers = [];
    private readonly List<string> _broken = [];
    private readonly Lock _lock = new();
    private readonly Task _looking;

    public RolloutObserver(PatientClient client, string rollout)
    {
        (_client, Rollout) = (client, rollout);
        _looking = Task.Run(LookAsync);
    }

    public string Rollout { get; }

    /// <summary>The latest state that was seen.</summary>
    public RolloutState State { get; private set; } = new();

    /// <summary>Process id of the controller that owns it and has written as its owner; null: there is none at this moment.</summary>
    public int? OwnerPid { get; private set; }

    /// <summary>Nodes that were dispatched.</summary>
    public int Dispatched { get; private set; }

    public bool HasEnded => State.Phase.IsEnded();

    /// <summary>Where it is, for messages.</summary>
    public string Where => $"{State.Phase} in wave {State.Wave}, {State.Reason?.Code ?? "no reason"}, epoch {State.Epoch}, {Dispatched} dispatched, owner {OwnerPid?.ToString() ?? "none"}";

    public IReadOnlyList<TakeOver> TakeOvers
    {
        get
        {
            lock (_lock) return [.. _takeOvers];
        }
    }

    /// <summary>What must not be: an epoch with two writers, a state of an earlier epoch after that of a later one, a look that failed.</summary>
    public IReadOnlyList<string> Broken
    {
        get
        {
            lock (_lock) return [.. _broken];
        }
    }

    /// <summary>A process was killed or frozen now; it counts if it owns the rollout, as is known now or turns out later.</summary>
    public void Lost(int pid, string how)
    {
        lock (_lock) _lost[pid] = (how, Stopwatch.GetTimestamp());
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _looking;
        _over.Dispose();
    }

    private async Task LookAsync()
    {
        try
        {
            while (!_over.IsCancellationRequested)
            {
                // The owner before the state: one that is there already has written nothing yet only if the state says so.
                var owner = await ReadAsync(ZnodeLayout.Owner(Rollout), PayloadJson.Default.OwnerDocument);
                var state = await ReadAsync(ZnodeLayout.State(Rollout), PayloadJson.Default.RolloutState);
                var rows = await _client.Ask(client => client.ExistsAsync(ZnodeLayout.Rows(Rollout)));
                lock (_lock) See(owner, state, rows?.NumChildren ?? 0);
                await Task.Delay(Pause);
            }
        }
        catch (Exception e)
        {
            lock (_lock) _broken.Add($"the observer failed: {e}");
        }
    }

    private void See(OwnerDocument? owner, RolloutState? state, int dispatched)
    {
        if (state is null) return;
        if (state.Epoch < State.Epoch) _broken.Add($"a state of epoch {state.Epoch} after one of epoch {State.Epoch}");
        if (!_owners.TryAdd(state.Epoch, state.Owner) && _owners[state.Epoch] != state.Owner) _broken.Add($"epoch {state.Epoch} was written by {_owners[state.Epoch]} and by {state.Owner}");
        if (state.Epoch > State.Epoch && _owners.Count > 1)
        {
            var isKnown = _lost.Remove(_pids.GetValueOrDefault(State.Epoch), out var lost);
            _takeOvers.Add(isKnown ? new TakeOver(state.Epoch, lost.How, Stopwatch.GetElapsedTime(lost.At)) : new TakeOver(state.Epoch, null, null));
        }

        (State, Dispatched) = (state, dispatched);
        OwnerPid = owner is not null && owner.Controller == state.Owner ? owner.Pid : null;
        if (OwnerPid is { } pid) _pids[state.Epoch] = pid;
    }

    private Task<T?> ReadAsync<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) where T : class => _client.Ask(async client =>
    {
        try
        {
            return PayloadCodec.Read((await client.GetDataAsync(path)).Data ?? [], type).Value;
        }
        catch (NoNodeException)
        {
            return null;
        }
    });
}
