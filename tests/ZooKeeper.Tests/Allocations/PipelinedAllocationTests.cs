using ChefActors.ZooKeeper.Wire.Records;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.ZooKeeper.Tests.Allocations;

/// <summary>In the steady state a request costs what its caller gets: the task that is awaited, and the answer. Counts what the whole process allocates.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class PipelinedAllocationTests
{
    private const int Requests = 20_000;
    private const int Window = 100;

    private static readonly Stat _stat = new(1, 1, 0, 0, 1, 0, 0, 0, 100, 0, 1);

    [Fact]
    public async Task A_pipelined_get_allocates_its_result_only()
    {
        using var server = new SparingServer(new DataResponse(new byte[100], _stat).Write);
        await using var client = await ConnectAsync(server);
        var each = await EachAsync(() => client.GetDataAsync("/benchmark/n"));
        Assert.InRange(each, 1, 1.1 * Cost(() => new ZnodeData(new byte[100], _stat)));
    }

    [Fact]
    public async Task A_pipelined_set_allocates_its_result_only()
    {
        using var server = new SparingServer(new StatResponse(_stat).Write);
        await using var client = await ConnectAsync(server);
        var data = new byte[100];
        var each = await EachAsync(() => client.SetDataAsync("/benchmark/n", data));
        Assert.InRange(each, 1, 1.1 * Cost(() => _stat));
    }

    [Fact]
    public async Task A_token_that_can_be_cancelled_costs_no_more()
    {
        using var server = new SparingServer(new StatResponse(_stat).Write);
        await using var client = await ConnectAsync(server);
        using var patience = new CancellationTokenSource();
        var data = new byte[100];
        var each = await EachAsync(() => client.SetDataAsync("/benchmark/n", data, cancellationToken: patience.Token));
        Assert.InRange(each, 1, 1.1 * Cost(() => _stat));
    }

    private static Task<IZooKeeperClient> ConnectAsync(SparingServer server) =>
        new ZooKeeperConnector(new ZooKeeperOptions(server.Address), TimeProvider.System, NullLoggerFactory.Instance).ConnectAsync(CancellationToken.None);

    /// <summary>Bytes for one request, of many in flight.</summary>
    private static async Task<double> EachAsync(Func<Task> start)
    {
        var inFlight = new Queue<Task>(Window);
        await PipelineAsync(start, inFlight);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await PipelineAsync(start, inFlight);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Requests;
    }

    private static async Task PipelineAsync(Func<Task> start, Queue<Task> inFlight)
    {
        for (var i = 0; i < Requests; i++)
        {
            if (inFlight.Count == Window) await inFlight.Dequeue();
            inFlight.Enqueue(start());
        }

        while (inFlight.TryDequeue(out var request)) await request;
    }

    /// <summary>Bytes of what the caller of a request gets.</summary>
    private static double Cost<T>(Func<T> result)
    {
        const int times = 1000;
        var kept = new TaskCompletionSource<T>[times];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < times; i++)
        {
            kept[i] = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            kept[i].SetResult(result());
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.All(kept, completion => Assert.True(completion.Task.IsCompleted));
        return bytes / (double)times;
    }
}
