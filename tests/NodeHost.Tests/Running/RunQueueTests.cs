using ChefActors.Core.Commands;
using ChefActors.NodeHost.Journal;
using ChefActors.NodeHost.Running;

namespace ChefActors.NodeHost.Tests.Running;

public sealed class RunQueueTests
{
    [Fact]
    public void First_come_first_served_over_slot_and_inbox()
    {
        var queue = new RunQueue(10).With(Item("R2", 30)).With(Item("slot-14", 20, slot: true)).With(Item("R1", 10));
        Assert.Equal(["R1", "slot-14", "R2"], queue.All.Select(item => item.Id));
        Assert.Equal("R1", queue.Head!.Id);
        Assert.Equal("slot-14", queue.UnclaimedPush!.Id);
    }

    [Fact]
    public void The_same_command_read_again_keeps_its_place()
    {
        var queue = new RunQueue(10).With(Item("R1", 10)).With(Item("R2", 20)).With(Item("R1", 10) with { EntryVersion = 3 });
        Assert.Equal(2, queue.Count);
        Assert.Equal(3, queue.Head!.EntryVersion);
    }

    [Fact]
    public void It_is_full_at_its_limit_and_emptied_by_id()
    {
        var queue = new RunQueue(2).With(Item("R1", 1)).With(Item("R2", 2));
        Assert.True(queue.IsFull);
        Assert.False(queue.Without("R1").IsFull);
        Assert.Equal(2, queue.Without("R9").Count);
        Assert.Null(queue.Without("R1").Without("R2").Head);
    }

    private static QueuedCommand Item(string id, long order, bool slot = false) => new(
        new Command { Id = id, Rollout = slot ? null : id, Node = "web-1" }, [], slot ? null : 0, slot ? new SlotIdentity(order, 1, 1) : null, order, DateTimeOffset.UnixEpoch);
}
