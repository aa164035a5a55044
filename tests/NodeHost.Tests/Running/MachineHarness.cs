using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.RunLists;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Delivery;
using ChefActors.NodeHost.Journal;
using ChefActors.NodeHost.Running;
using ChefActors.NodeHost.Watching;

namespace ChefActors.NodeHost.Tests.Running;

/// <summary>The machine with a clock in the test's hand; effects are kept until they are looked at.</summary>
internal sealed class MachineHarness
{
    /// <summary>The process that this life of the node host is.</summary>
    internal static readonly ProcessIdentity Self = new(4711, 7);

    private readonly RunnerMachine _machine;
    private readonly List<RunnerEffect> _effects = [];
    private int _pid = 100;

    internal MachineHarness(JournalState? journal = null, Func<RunnerContext, RunnerContext>? with = null, bool isRegistered = true)
    {
        var context = new RunnerContext
        {
            Policy = new AdmissionPolicy(NodeName.Parse("web-1"), "cluster-1", "journal-1", AllowList.Everything, ["*"], true, RunMode.Override),
            BootId = "boot-1",
            Self = Self,
            AgentVersion = "1",
            StateDirectory = "/state",
        };
        _machine = new RunnerMachine(with?.Invoke(context) ?? context);
        State = null!;
        Take(_machine.Begin(journal ?? new JournalState(), new Moment(Now, Utc)));
        if (isRegistered) Do(new RunnerInput.RegistrationChanged(true));
    }

    internal RunnerState State { get; private set; }

    internal TimeSpan? WakeAt { get; private set; }

    internal TimeSpan Now { get; private set; } = TimeSpan.FromHours(1);

    private DateTimeOffset Utc => DateTimeOffset.UnixEpoch + Now;

    /// <summary>The effects since the last look, those for the eye left out.</summary>
    internal IReadOnlyList<RunnerEffect> Effects
    {
        get
        {
            RunnerEffect[] effects = [.. _effects.Where(effect => effect is not RunnerEffect.Show)];
            _effects.Clear();
            return effects;
        }
    }

    internal string Names => string.Join(' ', Effects.Select(effect => effect is RunnerEffect.Append append ? "Append." + append.Record.GetType().Name : effect.GetType().Name));

    internal static Command Command(string id = "R1") => new()
    {
        Id = id,
        Rollout = id,
        Node = "web-1",
        Cluster = "cluster-1",
        RunList = ["recipe[a]"],
        AcceptBy = DateTimeOffset.UnixEpoch.AddDays(1),
        RunTimeoutS = 100,
        LockWaitS = 50,
    };

    internal void Do(RunnerInput input) => Take(_machine.Step(State, input, new Moment(Now, Utc)));

    internal void Later(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        Do(new RunnerInput.Tick());
    }

    internal void Entry(Command command, int version = 0) =>
        Do(new RunnerInput.EntryRead(new EntrySnapshot(command.Id, PayloadCodec.Write(command, PayloadJson.Default.Command), version, 7)));

    internal void Spawned(string id = "R1", int attempt = 1) => Do(new RunnerInput.Spawned(id, attempt, new ProcessIdentity(++_pid, 1)));

    internal void Synced() => Do(new RunnerInput.Appended(State.Active!.Appending!));

    internal void Granted(string id = "R1", int attempt = 1, TimeSpan? sentAt = null) =>
        Do(new RunnerInput.ClaimAnswered(id, attempt, new ClaimAnswer.Granted(1, DateTimeOffset.UnixEpoch, sentAt ?? Now)));

    internal void Ended(string? exit, string id = "R1", int attempt = 1, bool lockTimedOut = false) =>
        Do(new RunnerInput.Ended(id, attempt, new RunEnd(exit, OutputSummary.Empty with { Exception = lockTimedOut ? "Chef::Exceptions::RunLockTimeout: Unable to acquire lock. Waited 50 seconds for 4711 to release." : null }, Utc)));

    /// <summary>A command that runs.</summary>
    internal MachineHarness Running(Command? command = null)
    {
        Entry(command ?? Command());
        Spawned();
        Synced();
        Granted();
        _ = Effects;
        return this;
    }

    private void Take(RunnerStep step)
    {
        State = step.State;
        WakeAt = step.WakeAt;
        _effects.AddRange(step.Effects);
    }
}
