using ChefActors.Controller.Console;
using ChefActors.Controller.Dispatching;

if (!CrashPoint.TryParse(Environment.GetEnvironmentVariable(CrashPoint.Variable), out var crash, out var error))
{
    Console.Error.WriteLine(error);
    return (int)ExitCode.Usage;
}

using var interruption = new Interruption();
var signals = ProcessWorld.Listen(interruption);
var exitCode = await VerbApp.RunAsync(args, ProcessWorld.Of(interruption, crash));
foreach (var signal in signals) signal.Dispose();
return exitCode;
