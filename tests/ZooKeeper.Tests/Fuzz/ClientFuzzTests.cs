using ChefActors.Testing;
using ChefActors.Testing.Fuzzing;

namespace ChefActors.ZooKeeper.Tests.Fuzz;

/// <summary>A hundredth of what <c>./bench fuzz</c> plays, from other seeds when <c>CHEFACTORS_SEED</c> says so.</summary>
public sealed class ClientFuzzTests
{
    private const long Frames = 100_000;

    [Fact]
    [Trait(Suite.Key, Suite.Long)]
    public async Task Whatever_a_server_sends_is_read_or_refused_at_the_cost_of_what_it_brought()
    {
        var seed = long.TryParse(Environment.GetEnvironmentVariable("CHEFACTORS_SEED"), out var given) ? given : 1;
        var tally = await new FuzzRun(() => new ClientTarget(), seed, Frames).PlayAsync(threads: 1);
        Assert.Empty(tally.Findings);

        // Both happen, or the fuzzer plays something else than it means.
        Assert.InRange(tally.Refused, tally.Frames / 10, tally.Frames * 9 / 10);
    }

    [Fact]
    public async Task The_same_seed_plays_the_same_conversation()
    {
        await using var one = new ClientTarget();
        await using var other = new ClientTarget();
        for (var seed = 0; seed < 50; seed++) Assert.Equal(one.Play(seed), other.Play(seed));
    }

    [Fact]
    public async Task A_seed_and_an_index_play_one_frame()
    {
        await using var target = new ClientTarget();
        var one = target.Play(seed: 4711, frame: 0);
        Assert.Equal(1, one.Frames);
        Assert.Equal(one.Frame, target.Play(seed: 4711, frame: 0).Frame);
        Assert.Throws<ArgumentOutOfRangeException>(() => target.Play(seed: 4711, frame: 10_000));
    }
}
