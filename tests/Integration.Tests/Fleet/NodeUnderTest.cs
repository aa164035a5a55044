using ChefActors.Core.Commands;
using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Integration.Tests.Fleet;

/// <summary>One real node host with a state directory of its own and the stand-in as its chef-client; it can be killed and started again.</summary>
internal sealed class NodeUnderTest : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string _connect;
    private TestProcess? _process;

    public NodeUnderTest(string connect, string name = "web-1.example.com")
    {
        (_connect, Name) = (connect, NodeName.Parse(name));
        Directory.CreateDirectory(_directory["chef"]);
        File.WriteAllText(ChefConfig, $"node_name \"{name}\"\nfile_cache_path \"{_directory["chef"]}/cache\"\n");
        Starts = new StartRecords(_directory["starts"]);
    }

    public NodeName Name { get; }

    public StartRecords Starts { get; }

    public string StateDirectory => SharedStateDirectory ?? _directory["state"];

    /// <summary>The state directory of another one that does not run: the same node, started elsewhere.</summary>
    public string? SharedStateDirectory { get; init; }

    public string ChefConfig => _directory["chef/client.rb"];

    public string ChefClient { get; set; } = Repository.Executable("chef-client-stand-in");

    /// <summary>Seconds that a run takes.</summary>
    public string Seconds { get; set; } = "0.3";

    /// <summary>Words before all flags, such as <c>supervise</c>.</summary>
    public IReadOnlyList<string> Words { get; set; } = [];

    /// <summary>Added to the process's environment.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; set; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Words before the program, such as those that enter another mount namespace.</summary>
    public IReadOnlyList<string> Prefix { get; set; } = [];

    public TestProcess Process => _process ?? throw new InvalidOperationException("the node host was not started");

    /// <summary>Starts the process; does not wait for anything.</summary>
    public TestProcess Launch(string? crashAt = null, params string[] more)
    {
        var environment = new Dictionary<string, string?>(Environment, StringComparer.Ordinal)
        {
            ["CHEF_STAND_IN_SECONDS"] = Seconds,
            ["CHEF_STAND_IN_STARTS"] = Starts.Path,
            ["CHEFACTORS_CRASH_AT"] = crashAt,
        };
        string[] arguments =
            [.. Words, "--zookeeper", _connect, "--name", Name.Value, "--state-dir", StateDirectory, "--chef-client", ChefClient, "--chef-config", ChefConfig, "--set", "chefactors.zookeeper.session_timeout=4s", .. more];
        string[] command = [.. Prefix, Repository.Executable("chefactors-node"), .. arguments];
        return _process = TestProcess.Start(command[0], command[1..], environment);
    }

    /// <summary>Starts it and waits until it serves.</summary>
    public async Task Start(params string[] more)
    {
        Launch(null, more);
        await Serving();
    }

    public Task Serving() => Process.WaitForLine(line => line.StartsWith("serving ", StringComparison.Ordinal), "that the node host serves", TimeSpan.FromSeconds(30));

    /// <summary>SIGKILL, and waits for the end.</summary>
    public async Task Kill()
    {
        await Process.Kill();
        await Process.WaitForExit();
    }

    /// <summary>SIGKILL to the wrapper and to the chef-client of the only run.</summary>
    public void KillRun()
    {
        var chef = Assert.Single(Starts.Pids);
        Signals.Send(WrapperOf(chef), UnixSignal.Kill);
        Signals.Send(chef, UnixSignal.Kill);
    }

    /// <summary>The parent of a chef-client.</summary>
    public static int WrapperOf(int chef) => ParentOf(chef);

    /// <summary>The parent of a process, as it is now.</summary>
    public static int ParentOf(int pid) => int.Parse(File.ReadAllText($"/proc/{pid}/stat").Split(") ")[1].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A push as any ZooKeeper client makes it; returns its command id.</summary>
    public async Task<string> Push(IZooKeeperClient client, string json)
    {
        var stat = await client.SetDataAsync(ZnodeLayout.Node(Name), System.Text.Encoding.UTF8.GetBytes(json));
        return CommandId.ForSlot(stat.Mzxid);
    }

    /// <summary>Dispatches a typed command as a controller does (T4), with the least of a rollout around it.</summary>
    public async Task Dispatch(IZooKeeperClient client, string id, Func<Command, Command>? change = null, byte[]? raw = null)
    {
        var cluster = PayloadCodec.Read((await client.GetDataAsync(ZnodeLayout.Cluster)).Data!, PayloadJson.Default.ClusterIdentity).Value!.Id;
        foreach (var path in new[] { ZnodeLayout.Rollouts, ZnodeLayout.Rollout(id), ZnodeLayout.State(id), ZnodeLayout.Control(id), ZnodeLayout.Rows(id) })
        {
            if (await client.ExistsAsync(path) is null) await client.CreateAsync(path, []);
        }

        var command = new RolloutCommand { RunList = ["recipe[cookbook_c]"] }.For(id, Name.Value, 1, cluster, "tests@example", TimeProvider.System.GetUtcNow());
        var entry = raw ?? PayloadCodec.Write(change?.Invoke(command) ?? command, PayloadJson.Default.Command);
        var result = await client.MultiAsync(DispatchTransaction.Dispatch(id, 0, 0, [(Name, entry)]));
        Assert.True(result.Succeeded, $"dispatch: operation {result.FailedIndex} {result.Error}");
    }

    /// <summary>Asks a claimed command to stop, as a controller does (T9).</summary>
    public async Task AskToStop(IZooKeeperClient client, string id)
    {
        var path = ZnodeLayout.Entry(Name, id);
        await Eventually.BecomesTrue(async () => await client.ExistsAsync(path) is { Version: > 0 }, $"that {id} is claimed");
        var (data, stat) = await client.GetDataAsync(path);
        var entry = CommandReader.WithCancel(data!, new Cancel("tests@example", TimeProvider.System.GetUtcNow()), DateTimeOffset.FromUnixTimeMilliseconds(stat.Mtime));
        var result = await client.MultiAsync(ClosingTransaction.AskToStop(id, 0, Name, entry, stat.Version));
        Assert.True(result.Succeeded, $"request to stop: operation {result.FailedIndex} {result.Error}");
    }

    /// <summary>Waits for the row's result.</summary>
    public async Task<CommandResult> Row(IZooKeeperClient client, string id)
    {
        await Eventually.BecomesTrue(async () => (await client.GetDataAsync(ZnodeLayout.Row(id, Name))).Data is { Length: > 0 }, $"a result of {id}; node host:\n{_process?.Tail()}", TimeSpan.FromSeconds(40));
        return Parse((await client.GetDataAsync(ZnodeLayout.Row(id, Name))).Data);
    }

    /// <summary>Waits until the node's latest result is this command's.</summary>
    public async Task<CommandResult> Latest(IZooKeeperClient client, string id)
    {
        await Eventually.BecomesTrue(async () => await Read() is { } result && result.Command == id, $"a result of {id}; node host:\n{_process?.Tail()}", TimeSpan.FromSeconds(40));
        return (await Read())!;

        async Task<CommandResult?> Read() => (await client.GetDataAsync(ZnodeLayout.NodeResult(Name))).Data is { Length: > 0 } data ? Parse(data) : null;
    }

    /// <summary>Nothing is left in slot and inbox.</summary>
    public async Task IsEmpty(IZooKeeperClient client)
    {
        await Eventually.BecomesTrue(async () => (await client.GetChildrenAsync(ZnodeLayout.Inbox(Name))).Names.Count == 0, "an empty inbox");
        await Eventually.BecomesTrue(async () => (await client.GetDataAsync(ZnodeLayout.Node(Name))).Data is null or { Length: 0 }, "an empty slot");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        foreach (var pid in Starts.Pids) KillIfOurs(pid);
        _directory.Dispose();
    }

    private void KillIfOurs(int pid)
    {
        try
        {
            if (File.ReadAllText($"/proc/{pid}/environ").Contains(Starts.Path, StringComparison.Ordinal)) Signals.Send(pid, UnixSignal.Kill);
        }
        catch (IOException)
        {
            // It has ended, as it should.
        }
    }

    private static CommandResult Parse(byte[]? data)
    {
        var reading = PayloadCodec.Read(data ?? [], PayloadJson.Default.CommandResult);
        Assert.True(reading.IsValid, reading.Error?.Text);
        return reading.Value!;
    }
}
