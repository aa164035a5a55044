using System.Security.Cryptography;
using ChefActors.NodeHost;
using ChefActors.NodeHost.Supervising;

// The supervisor waits for months beside each node host: it reads no flags and loads none of the libraries that a node host needs.
return args is [Supervisor.Word, .. var rest] && !Array.Exists(rest, word => word is "--help" or "-h" or "-?" or "--version")
    ? await new Supervisor(rest, TimeProvider.System, () => BootClock.Now, RandomNumberGenerator.GetInt32(int.MaxValue), Console.Error).RunAsync()
    : await NodeHostCommandLine.RunAsync(args);
