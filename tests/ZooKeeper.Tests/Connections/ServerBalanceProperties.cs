using ChefActors.ZooKeeper.Connections;

namespace ChefActors.ZooKeeper.Tests.Connections;

public sealed class ServerBalanceProperties
{
    private const int Clients = 2_000;

    /// <summary>Seven standard deviations of a load of 2,000 clients over T servers.</summary>
    private static double Slack(int servers) => 7 * Math.Sqrt(Clients / (double)servers);

    /// <summary>Clients that are spread evenly are so again after any change of the list, each having decided for itself.</summary>
    [Fact]
    public void An_even_load_is_even_after_any_change_of_the_list()
    {
        var kinds = new HashSet<(int, bool)>();
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var (removed, kept, added) = (random.Next(4), random.Next(5), random.Next(4));
            if (removed + kept == 0 || kept + added == 0) continue;
            ServerAddress[] before = [.. Servers('r', removed), .. Servers('k', kept)];
            ServerAddress[] after = [.. Servers('k', kept), .. Servers('a', added)];
            var load = LoadAfter(before, after, random);
            Assert.True(load.Keys.All(after.Contains), $"seed {seed}: somebody is on a server that is not in the list");
            foreach (var server in after)
            {
                var expected = Clients / (double)after.Length;
                Assert.True(
                    Math.Abs(load.GetValueOrDefault(server) - expected) < Slack(after.Length),
                    $"seed {seed}: {before.Length} servers became {after.Length} ({kept} kept): {server} has {load.GetValueOrDefault(server)} clients, expected {expected:0}");
            }

            kinds.Add((Math.Sign(after.Length - before.Length), removed > 0));
        }

        Assert.Equal(5, kinds.Count); // Fewer without one removed there are not.
    }

    [Fact]
    public void The_same_list_moves_nobody()
    {
        ServerAddress[] servers = [.. Servers('k', 3)];
        for (var seed = 0; seed < 100; seed++)
        {
            var hosts = new HostSelector(servers, new Random(seed));
            hosts.Next();
            Assert.False(hosts.Update([.. servers.Reverse()], connected: true));
        }
    }

    [Fact]
    public void Who_stays_tries_another_server_first_when_its_own_goes_and_all_before_any_twice()
    {
        ServerAddress[] servers = [.. Servers('k', 3)];
        var hosts = new HostSelector(servers, new Random(1));
        var current = hosts.Next();
        hosts.Update(servers, connected: true);
        var next = new[] { hosts.Next(), hosts.Next(), hosts.Next() };
        Assert.Equal(current, next[2]);
        Assert.Equal(3, next.Distinct().Count());
    }

    [Fact]
    public void Two_changes_in_a_row_leave_nobody_on_a_server_that_is_in_neither_list()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var hosts = new HostSelector([.. Servers('r', 2)], new Random(seed));
            hosts.Next();
            Assert.True(hosts.Update([.. Servers('k', 3)], connected: true));
            Assert.True(hosts.Update([.. Servers('k', 2), .. Servers('a', 1)], connected: true));
            Assert.False(hosts.IsCurrentListed);
            hosts.Next();
            Assert.True(hosts.IsCurrentListed);
        }
    }

    private static Dictionary<ServerAddress, int> LoadAfter(ServerAddress[] before, ServerAddress[] after, Random random)
    {
        var load = new Dictionary<ServerAddress, int>();
        for (var client = 0; client < Clients; client++)
        {
            var hosts = new HostSelector(before, new Random(random.Next()));
            var at = hosts.Next();
            if (hosts.Update(after, connected: true)) at = hosts.Next();
            load[at] = load.GetValueOrDefault(at) + 1;
        }

        return load;
    }

    private static IEnumerable<ServerAddress> Servers(char kind, int count) => Enumerable.Range(0, count).Select(i => new ServerAddress($"{kind}{i}", 2181));
}
