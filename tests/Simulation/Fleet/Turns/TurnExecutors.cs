using Akka.Configuration;
using Akka.Dispatch;

namespace ChefActors.Simulation.Fleet.Turns;

/// <summary>Makes the executors of all dispatchers, which have no threads: what is to run waits for its turn.</summary>
internal sealed class TurnExecutors(Config config, IDispatcherPrerequisites prerequisites) : ExecutorServiceConfigurator(config, prerequisites)
{
    public override ExecutorService Produce(string id) => new Executor(id, Prerequisites.Settings.Setup.Get<TurnSetup>().Value.Thread);

    private sealed class Executor(string id, TurnThread thread) : ExecutorService(id)
    {
        public override void Execute(IRunnable run) => thread.Enqueue(run);

        public override void Shutdown()
        {
            // It has nothing of its own.
        }
    }
}
