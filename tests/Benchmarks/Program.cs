using System.CommandLine;
using ChefActors.Benchmarks.Demo;
using ChefActors.Benchmarks.Fleet;
using ChefActors.Benchmarks.Histories;
using ChefActors.Benchmarks.Peer;
using ChefActors.Benchmarks.Push;
using ChefActors.Benchmarks.Rest;
using ChefActors.Benchmarks.Soak;

var root = new RootCommand("Benchmarks. Each prints a markdown table and appends to artifacts/bench; timings never decide the exit code, a broken run does.");
root.Subcommands.Add(PushVerb.Create());
root.Subcommands.Add(RestVerb.Create());
root.Subcommands.Add(FleetVerb.Create());
root.Subcommands.Add(PeerVerb.Create());
root.Subcommands.Add(DemoVerb.Create());
root.Subcommands.Add(HistoriesVerb.Create());
root.Subcommands.Add(SoakVerb.Create());
return await root.Parse(args).InvokeAsync();
