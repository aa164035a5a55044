using ChefActors.ZooKeeper.Connections;
using ChefActors.ZooKeeper.Sessions;

namespace ChefActors.ZooKeeper.Tests.Sessions;

public sealed class SessionMachineTests
{
    [Fact]
    public void A_final_state_stays_whatever_comes()
    {
        foreach (var state in Enum.GetValues<SessionState>().Where(SessionMachine.IsFinal))
        {
            Assert.All(Enum.GetValues<SessionInput>(), input => Assert.Equal(state, SessionMachine.Next(state, input)));
        }
    }

    [Fact]
    public void A_lost_connection_does_not_end_the_session()
    {
        Assert.Equal(SessionState.Disconnected, SessionMachine.Next(SessionState.Connected, SessionInput.ConnectionLost));
        Assert.Equal(SessionState.Connected, SessionMachine.Next(SessionState.Disconnected, SessionInput.Accepted));
        Assert.Equal(SessionState.Expired, SessionMachine.Next(SessionState.Disconnected, SessionInput.ExpiredByOwnClock));
    }

    [Fact]
    public void A_session_that_is_to_be_resumed_may_be_gone_before_it_is_connected() =>
        Assert.Equal(SessionState.Expired, SessionMachine.Next(SessionState.Connecting, SessionInput.ExpiredByServer));

    [Fact]
    public void The_times_are_those_of_the_official_client()
    {
        var timers = new SessionTimers(TimeSpan.FromSeconds(30));
        Assert.Equal((20, 10, 40), (timers.ReadTimeout.TotalSeconds, timers.PingAfter.TotalSeconds, timers.ExpireAfter.TotalSeconds));
        Assert.Equal(10, new SessionTimers(TimeSpan.FromSeconds(90)).PingAfter.TotalSeconds);
    }

    [Fact]
    public void Patience_with_a_server_that_does_not_answer_begins_with_a_fifth_of_the_time_out_and_doubles_up_to_its_share_of_it()
    {
        var timers = new SessionTimers(TimeSpan.FromSeconds(30));
        Assert.Equal([6.0, 10, 10, 10], ((int[])[0, 1, 2, 1000]).Select(unanswered => timers.ConnectTimeout(servers: 3, unanswered).TotalSeconds));
        Assert.Equal(30, timers.ConnectTimeout(servers: 1, unanswered: 9).TotalSeconds);
    }

    [Fact]
    public void The_ceiling_of_the_delay_doubles_per_round_up_to_its_limits()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(5), Servers: 3);
        double Ceiling(int attempt, int sessionSeconds) => backoff.Ceiling(attempt, TimeSpan.FromSeconds(sessionSeconds)).TotalSeconds;
        Assert.Equal([0.5, 0.5, 1, 5], [Ceiling(0, 80), Ceiling(2, 80), Ceiling(3, 80), Ceiling(1000, 80)]);
        Assert.Equal(1, Ceiling(1000, 8));
        Assert.InRange(backoff.Delay(0, TimeSpan.FromSeconds(80), 0.999).TotalSeconds, 0.49, 0.5);
    }
}
