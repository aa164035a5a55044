using System.Globalization;
using System.Runtime.InteropServices;
using ChefActors.Core.Nodes;
using ChefActors.FleetHost;
using ChefActors.NodeHost;

// fleet-host CONNECT DIRECTORY LIST SESSION-SECONDS: many node hosts in one process, for tests. LIST is a file of lines NAME SECONDS EXIT-CODE; below DIRECTORY stand their state
// directories and the records of their starts, NAME.starts. Ends in order by SIGTERM, and when whoever started it is gone: its stdin ends then.
if (args is not [var connect, var directory, var list, var seconds])
{
    Console.Error.WriteLine("usage: fleet-host CONNECT DIRECTORY LIST SESSION-SECONDS");
    return 64;
}

var nodes = File.ReadLines(list).Select(HostedNode.Parse).ToDictionary(node => node.Name);
var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
{
    context.Cancel = true;
    ended.TrySetResult();
});
var setup = new FleetSetup(connect, directory, [.. nodes.Keys], name => new ScriptedChefClient(nodes[name], new RunRecords(Path.Combine(directory, name.Value + ".starts")), TimeProvider.System))
{
    SessionTimeout = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)),
    Crash = new CrashPoint(Environment.GetEnvironmentVariable(CrashPoint.Variable)),
};
await using var fleet = await NodeHostFleet.StartAsync(setup);
Console.WriteLine($"serving {nodes.Count} node hosts, pid {Environment.ProcessId}");
_ = Task.Run(() =>
{
    while (Console.In.ReadLine() is not null)
    {
        // Nothing is said to it.
    }

    ended.TrySetResult();
});
await ended.Task;
return 0;
