using System.Globalization;
using ChefActors.ZooKeeper.Recipes;
using FsCheck.Xunit;

namespace ChefActors.ZooKeeper.Tests.Recipes;

public sealed class LockQueueTests
{
    [Fact]
    public void The_order_is_that_of_the_numbers_whatever_stands_before_them() =>
        Assert.Equal(
            ["lock-b-0000000009", "lock-a-0000000010", "lock-0-0000000100"],
            LockQueue.Order(["lock-0-0000000100", "lock-a-0000000010", "config", "lock-b-0000000009"]));

    [Fact]
    public void The_first_waits_for_nobody_and_the_others_for_the_one_before()
    {
        string[] names = ["lock-c-0000000003", "lock-a-0000000001", "lock-b-0000000002"];
        Assert.Equal((true, null), LockQueue.Before(names, "lock-a-0000000001"));
        Assert.Equal((true, "lock-b-0000000002"), LockQueue.Before(names, "lock-c-0000000003"));
        Assert.Equal((false, null), LockQueue.Before(names, "lock-d-0000000004"));
        Assert.Equal((false, null), LockQueue.Before([], "lock-d-0000000004"));
    }

    /// <summary>The server formats its counter with %010d, the sign among the ten.</summary>
    [Property]
    public bool The_order_holds_where_the_counter_wraps(short before, byte count)
    {
        var first = unchecked(int.MaxValue - 100 + before);
        string[] names = [.. Enumerable.Range(0, count + 1).Select(i => "lock-x-" + unchecked(first + i).ToString(unchecked(first + i) < 0 ? "D9" : "D10", CultureInfo.InvariantCulture))];
        return LockQueue.Order(names.OrderBy(name => name[^1]).Prepend(names[0]).Distinct()).SequenceEqual(names);
    }
}
