using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Journal;
using ChefActors.Simulation.Model;
using ChefActors.ZooKeeper;

namespace ChefActors.Simulation.Recovery;

/// <summary>What a dead node host left behind, set up piece by piece; then the next one starts.</summary>
internal sealed class Aftermath
{
    private readonly List<JournalRecord> _records = [new JournalRecord.Header("journal-1", "machine-1")];

    internal Aftermath(bool slot = false, Func<Command, Command>? with = null, Func<string, int, VirtualScript>? script = null)
    {
        World = new World(script is null ? null : new HostOptions { Script = script });
        Id = slot ? World.Push() : World.Controller.Dispatch(with);
        if (slot)
        {
            var stat = World.Zk.Stat(ZnodeLayout.Node(World.Node))!.Value;
            Slot = new SlotIdentity(stat.Mzxid, stat.Version, stat.Mtime);
            Command = new Command { Id = Id, Node = World.Node.Value, RunList = ["recipe[app]"] };
        }
        else Command = PayloadCodec.Read(World.Zk.Data(Entry)!, PayloadJson.Default.Command).Value!;
    }

    internal World World { get; }

    internal string Id { get; }

    internal Command Command { get; }

    internal SlotIdentity? Slot { get; }

    internal string Entry => ZnodeLayout.Entry(Model.World.Node, Id);

    internal int Starts => World.Chef.Starts.Count;

    internal CommandResult? Result => Slot is null ? World.Row(Id) : World.ResultsOf(Id) is [.., var last] ? last : null;

    internal Aftermath Claimed(string by = "journal-1", int attempt = 1)
    {
        if (Slot is not null)
            World.Zk.Apply("earlier", new ZnodeOperation.Create(Entry, CommandReader.WithClaim(NodeHost.Running.SlotEntry.Write(Command, Slot), new Claim(by, attempt))));
        else World.Zk.Apply("earlier", new ZnodeOperation.SetData(Entry, CommandReader.WithClaim(World.Zk.Data(Entry)!, new Claim(by, attempt))));
        return this;
    }

    internal Aftermath Cancelled()
    {
        World.Zk.Apply("controller", new ZnodeOperation.SetData(Entry, CommandReader.WithCancel(World.Zk.Data(Entry)!, new Cancel("alice@ops1", World.Now), World.Now)));
        return this;
    }

    internal Aftermath EntryGone()
    {
        World.Zk.Apply("earlier", new ZnodeOperation.Delete(Entry));
        return this;
    }

    internal Aftermath RowSays(ResultState state, string? code = null) => RowHolds(new CommandResult
    {
        Command = Id,
        Rollout = Id,
        Node = Model.World.Node.Value,
        State = state,
        Reason = code is null ? null : new Reason(code, "before"),
    });

    internal Aftermath RowHolds(CommandResult result)
    {
        World.Zk.Apply("earlier", new ZnodeOperation.SetData(ZnodeLayout.Row(Id, Model.World.Node), ResultTrim.ForRow(result)));
        return this;
    }

    internal Aftermath RowGone()
    {
        World.Zk.Apply("earlier", new ZnodeOperation.Delete(ZnodeLayout.Row(Id, Model.World.Node)));
        return this;
    }

    internal Aftermath Journaled(JournalRecord record)
    {
        _records.Add(record);
        return this;
    }

    /// <summary>A start's record, and what is left of its processes.</summary>
    internal Aftermath Started(string? exit, bool alive = false, int attempt = 1, string? boot = null, bool lockTimedOut = false, TimeSpan? since = null)
    {
        var at = World.SinceBoot - (since ?? TimeSpan.Zero);
        var start = new JournalRecord.Start
        {
            Id = Id,
            Attempt = attempt,
            Pid = 500 + attempt,
            PidStart = 9000,
            BootId = boot ?? World.Chef.BootId,
            Directory = RunDirectory.Of("/state", Id, attempt).Path,
            AtMs = (long)at.TotalMilliseconds,
            RunDeadlineMs = (long)(at + TimeSpan.FromSeconds(Command.RunTimeoutS)).TotalMilliseconds,
            LockDeadlineMs = (long)(at + TimeSpan.FromSeconds(Command.RunTimeoutS + Command.LockWaitS)).TotalMilliseconds,
            ReceivedAt = World.Now,
            StartedAt = World.Now,
            Command = Command,
            Slot = Slot,
        };
        World.Chef.Plant(start, exit, alive, lockTimedOut);
        return Journaled(start);
    }

    internal CommandResult Outcome(ResultState state) => new()
    {
        Command = Id,
        Rollout = Slot is null ? Id : null,
        Node = Model.World.Node.Value,
        State = state,
        Attempt = 1,
        FinishedAt = World.Now,
    };

    /// <summary>The next node host runs until all is settled.</summary>
    internal Aftermath Recover(bool settles = true)
    {
        World.Disk.Replace([.. _records.SelectMany(JournalCodec.Write)]);
        World.StartHost();
        World.RunUntil(() => World.IsSettled && World.Host!.State.IsRegistered && World.Now > new DateTimeOffset(2026, 1, 1, 0, 5, 0, TimeSpan.Zero), 3000);
        if (settles) Assert.True(World.IsSettled, "it did not settle");
        return this;
    }
}
