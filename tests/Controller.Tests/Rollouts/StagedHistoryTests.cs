using ChefActors.Controller.Dispatching;
using ChefActors.Controller.Rollouts;
using ChefActors.Controller.Words;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.Testing;
using ChefActors.Testing.Rollouts;
using ChefActors.Testing.Simulated;

namespace ChefActors.Controller.Tests.Rollouts;

/// <summary>
/// Random staged rollouts by the shipped machine, procedures and words over the simulated ZooKeeper: faults of requests, controllers that die at named
/// writes and at random ones, or are frozen and wake up. The world's invariants are held after every step. A seed gives the same history again:
/// <c>CHEFACTORS_STAGED_SEED=N</c>.
/// </summary>
[Trait(Suite.Key, Suite.Long)]
public sealed class StagedHistoryTests
{
    private const int Seeds = 2000;

    [Fact]
    public async Task Every_history_of_a_staged_rollout_ends_each_target_once_and_adds_up()
    {
        var only = int.TryParse(Environment.GetEnvironmentVariable("CHEFACTORS_STAGED_SEED"), out var seed) ? seed : 0;
        for (var i = only > 0 ? only : 1; i <= (only > 0 ? only : Seeds); i++)
        {
            try
            {
                await RunAsync(i);
            }
            catch (Exception e)
            {
                Assert.Fail($"CHEFACTORS_STAGED_SEED={i}: {e}");
            }
        }
    }

    private static async Task RunAsync(int seed)
    {
        var chance = new Random(seed);
        var (plan, waves) = RandomPlans.Of(chance, RolloutWorld.Id, n => Given.Node(n + 1));
        var world = new RolloutWorld(seed, _ => (HostHabit)chance.Next(8), plan, waves) { LongestSleep = TimeSpan.FromHours(1) };
        var faultsLeft = chance.Next(6);
        world.Faults = request =>
        {
            if (!request.IsWrite || faultsLeft == 0 || chance.Next(5) != 0) return SimulatedFault.None;
            faultsLeft--;
            return (SimulatedFault)chance.Next(3, 7);
        };
        world.NextCrash = Point(chance);
        var words = new WordProcedure(world.Server.Process("operator").Connect());
        var (trouble, frozen) = (120, new List<SimulatedController>());
        world.BeforeStep = async () =>
        {
            if (world.State is not { } state || state.Phase.IsEnded()) return;
            if (--trouble < 0)
            {
                // An operator who is away for ever is no way out of a pause.
                if (state.Phase == RolloutPhase.Paused) await words.SayAsync(RolloutWorld.Id, new OperatorWord.Resume(true), "bob@ops2", world.Time.GetUtcNow(), CancellationToken.None);
                return;
            }

            switch (chance.Next(40))
            {
                case 0:
                    await words.SayAsync(RolloutWorld.Id, Word(chance, plan), "bob@ops2", world.Time.GetUtcNow(), CancellationToken.None);
                    break;
                case 1 when world.Controller is { } owner:
                    frozen.Add(owner);
                    world.KillController();
                    break;
                case 2 when frozen.Count > 0:
                    await WakeAsync(world, frozen[chance.Next(frozen.Count)]);
                    break;
                case 3 when world.Controller is not null:
                    world.KillController();
                    break;
            }
        };
        await world.BeginAsync(Point(chance));
        if (await world.RunAsync()) await world.HoldEndAsync();
        else Assert.Empty(world.Server.Children("/rollout"));
    }

    /// <summary>A controller whose session is over goes on with what it was about to do.</summary>
    private static async Task WakeAsync(RolloutWorld world, SimulatedController controller)
    {
        var before = world.Server.Zxid;
        try
        {
            if (controller.HasEffects) await controller.StepAsync();
            else controller.Turn(new RolloutInput.Tick());
        }
        catch (Exception e) when (e is ZooKeeper.SessionExpiredException or ControllerDiedException)
        {
            // That is how it learns.
        }

        Assert.DoesNotContain(world.Server.History, w => w.Zxid > before && w.TookEffect && w.Who == controller.Process.Who);
    }

    private static OperatorWord Word(Random chance, RolloutPlan plan) => chance.Next(7) switch
    {
        0 or 1 => new OperatorWord.Pause(),
        2 or 3 => new OperatorWord.Resume(chance.Next(2) == 0),
        4 or 5 => new OperatorWord.Approve(plan.Waves[chance.Next(plan.Waves.Count)].Name),
        _ => new OperatorWord.Abort(chance.Next(2) == 0),
    };

    private static CrashPoint? Point(Random chance) => chance.Next(3) == 0 ? new CrashPoint((WriteKind)chance.Next(10), chance.Next(1, 4), chance.Next(2) == 0) : null;
}
