using System.Text;
using ChefActors.NodeHost;
using ChefActors.ZooKeeper;

namespace ChefActors.Benchmarks.Push;

/// <summary>Sets a slot, as any ZooKeeper client may, and waits for the start and then for quiet. The same for all who are compared.</summary>
internal sealed class Pusher(IZooKeeperClient client, StartSignal starts, TimeSpan pause)
{
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(30);
    private static readonly byte[] Job = Encoding.UTF8.GetBytes("""{"run_list":["recipe[cookbook_c]"]}""");

    /// <summary>One push.</summary>
    /// <exception cref="InvalidOperationException">It led to more than one start.</exception>
    internal async Task<PushTimes> PushAsync(string node)
    {
        var path = "/node/" + node;
        var at = BootClock.Now;
        var set = client.SetDataAsync(path, Job);
        var start = await starts.NextAsync(StartBound);
        var mzxid = (await set).Mzxid;
        await SlotIsEmptyAsync(path);
        await Task.Delay(pause);
        if (starts.Unexpected > 0) throw new InvalidOperationException($"one push to {node} started chef-client {starts.Unexpected + 1} times");
        return new PushTimes(at, start, mzxid);
    }

    private async Task SlotIsEmptyAsync(string path)
    {
        while (true)
        {
            var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var slot = await client.GetDataAsync(path, _ =>
            {
                changed.TrySetResult();
                return ValueTask.CompletedTask;
            });
            if (slot.Data is null or []) return;
            await changed.Task.WaitAsync(StartBound);
        }
    }
}
