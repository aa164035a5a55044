using ChefActors.Testing;
using ChefActors.Testing.Fuzzing;

namespace ChefActors.ZooKeeper.Embedded.Tests.Fuzz;

/// <summary>A hundredth of what <c>./bench fuzz</c> plays, from other seeds when <c>CHEFACTORS_SEED</c> says so.</summary>
public sealed class ServerFuzzTests
{
    private const long Frames = 100_000;

    [Fact]
    [Trait(Suite.Key, Suite.Long)]
    public async Task Whatever_clients_send_is_answered_or_ends_their_connection_and_the_tree_stays_whole()
    {
        var seed = long.TryParse(Environment.GetEnvironmentVariable("CHEFACTORS_SEED"), out var given) ? given : 1;
        var tally = await new FuzzRun(() => new ServerTarget(), seed, Frames).PlayAsync(threads: 1);
        Assert.Empty(tally.Findings);
        Assert.InRange(tally.Refused, 1, tally.Frames / 2);
    }

    [Fact]
    public async Task The_same_seed_plays_the_same_conversation()
    {
        await using var one = new ServerTarget();
        await using var other = new ServerTarget();
        for (var seed = 0; seed < 50; seed++) Assert.Equal(one.Play(seed), other.Play(seed));
    }

    [Fact]
    public async Task A_seed_and_an_index_play_a_conversation_up_to_that_frame()
    {
        await using var target = new ServerTarget();
        var whole = target.Play(seed: 4711);
        Assert.True(whole.Frames > 3);
        var third = target.Play(seed: 4711, frame: 2);
        Assert.Equal(3, third.Frames);
        Assert.Equal(third.Frame, target.Play(seed: 4711, frame: 2).Frame);
        Assert.NotEqual(third.Frame, target.Play(seed: 4711, frame: 1).Frame);
        Assert.Throws<ArgumentOutOfRangeException>(() => target.Play(seed: 4711, frame: whole.Frames));
    }
}
