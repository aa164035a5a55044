using ChefActors.ZooKeeper.Embedded.Sessions;
using FsCheck.Xunit;

namespace ChefActors.ZooKeeper.Embedded.Tests.Sessions;

public sealed class SessionTableTests
{
    private readonly SessionTable _table = new(SessionTable.FirstId(1, 1_700_000_000_000), new byte[16], tickMs: 100, minTimeoutMs: 200, maxTimeoutMs: 2000);

    [Fact]
    public void Ids_carry_the_servers_number_and_no_two_are_the_same()
    {
        var (one, two) = (_table.Create(1000, 0), _table.Create(1000, 0));
        Assert.Equal(1, one.Id >> 56);
        Assert.Equal(one.Id + 1, two.Id);
        Assert.NotEqual(one.Password, two.Password);
    }

    [Fact]
    public void A_session_expires_at_the_tick_after_its_time_out_and_not_before()
    {
        var session = _table.Create(250, nowMs: 30);
        Assert.Empty(_table.TakeExpired(299));
        Assert.Equal([session], _table.TakeExpired(300));
        Assert.False(_table.IsAlive(session.Id));
        Assert.Empty(_table.TakeExpired(100_000));
    }

    [Fact]
    public void Who_was_heard_of_is_put_back_as_often_as_it_takes()
    {
        var session = _table.Create(250, nowMs: 0);
        for (var now = 100; now < 10_000; now += 100)
        {
            session.Heard(now);
            Assert.Empty(_table.TakeExpired(now));
        }

        Assert.Empty(_table.TakeExpired(10_100));
        Assert.Equal([session], _table.TakeExpired(10_200));
    }

    [Fact]
    public void Coming_back_needs_the_password_and_may_shorten_the_time_out_at_once()
    {
        var session = _table.Create(2000, nowMs: 0);
        Assert.Null(_table.Reopen(session.Id, new byte[16], 2000, 10));
        Assert.Null(_table.Reopen(session.Id, [], 2000, 10));
        Assert.Same(session, _table.Reopen(session.Id, session.Password, 1, 10));
        Assert.Equal(200, session.TimeoutMs);
        Assert.Equal([session], _table.TakeExpired(300));
    }

    [Fact]
    public void After_a_pause_everybody_has_the_whole_time_out_again()
    {
        var session = _table.Create(250, nowMs: 0);
        _table.TouchAll(5000);
        Assert.Empty(_table.TakeExpired(5000));
        Assert.Equal([session], _table.TakeExpired(5300));
    }

    [Property]
    public void No_session_dies_early_and_none_outlives_its_time_out_by_more_than_a_tick(byte[] steps)
    {
        var session = _table.Create(400, nowMs: 0);
        var (now, heard) = (0L, 0L);
        foreach (var step in steps)
        {
            now += step;
            if (step % 3 == 0)
            {
                session.Heard(now);
                heard = now;
            }

            if (_table.TakeExpired(now).Count > 0)
            {
                Assert.True(now >= heard + 400);
                return;
            }

            Assert.True(now <= heard + 400 + 100);
        }

        Assert.True(_table.Remove(session.Id));
        Assert.Empty(_table.TakeExpired(now + 10_000));
    }
}
