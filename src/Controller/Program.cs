using ChefActors.Controller.Console;

using var interruption = new Interruption();
var signals = ProcessWorld.Listen(interruption);
var exitCode = await VerbApp.RunAsync(args, ProcessWorld.Of(interruption));
foreach (var signal in signals) signal.Dispose();
return exitCode;
