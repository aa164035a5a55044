using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Demo;
using ChefActors.Controller.Dispatching;
using Spectre.Console;

namespace ChefActors.Controller.Console;

/// <summary>The world of the real process.</summary>
internal static class ProcessWorld
{
    /// <summary>Makes it. Signals raise <paramref name="interruption"/>; <paramref name="crash"/> is where tests kill this process.</summary>
    public static ConsoleWorld Of(Interruption interruption, CrashPoint crash)
    {
        var user = UserName();
        return new ConsoleWorld
        {
            Output = System.Console.Out,
            OutputBytes = System.Console.OpenStandardOutput,
            Error = System.Console.Error,
            Input = System.Console.In,
            OutputIsTerminal = !System.Console.IsOutputRedirected,
            InputIsTerminal = !System.Console.IsInputRedirected,
            Environment = Environment.GetEnvironmentVariable,
            Time = TimeProvider.System,
            User = user,
            Chance = () => RandomNumberGenerator.GetBytes(10),
            Screen = Screen,
            Clusters = new ZooKeeperClusters(TimeProvider.System, user, crash),
            Interruption = interruption,
            Demo = new Demonstration(),
            Program = DemoPrograms.Typed(AppContext.BaseDirectory, Environment.CurrentDirectory, File.Exists),
            Version = Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
        };
    }

    /// <summary>Ctrl-C, SIGTERM and a closed terminal, the first of them; the next one ends the process as the system does.</summary>
    public static IReadOnlyList<PosixSignalRegistration> Listen(Interruption interruption)
    {
        return [On(PosixSignal.SIGINT, ExitCode.Interrupted), On(PosixSignal.SIGTERM, ExitCode.Terminated), On(PosixSignal.SIGHUP, ExitCode.Terminated)];

        PosixSignalRegistration On(PosixSignal signal, ExitCode exitCode) => PosixSignalRegistration.Create(signal, context => context.Cancel = interruption.Raise(exitCode));
    }

    private static IAnsiConsole Screen(bool colors)
    {
        var terminal = !System.Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = colors ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(System.Console.Out),
        });

        // A pipe has no width: lines are cut for nobody.
        if (!terminal) console.Profile.Width = int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out var columns) && columns >= 40 ? columns : 200;
        return console;
    }

    private static string UserName()
    {
        var text = $"{Environment.UserName}@{Environment.MachineName}";
        return SafeText.Line(text) is { Length: > 1 } name ? name : Encoding.ASCII.GetString("?"u8);
    }
}
