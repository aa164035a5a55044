using ChefActors.Controller.Console;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console.Testing;

namespace ChefActors.Controller.Tests.Console;

/// <summary>Runs verbs in this process, over a cluster in memory, on a screen of 80 columns that is an object.</summary>
internal sealed class VerbRig : IDisposable
{
    public FakeCluster Cluster { get; } = new();

    public StringWriter Output { get; } = new();

    public MemoryStream Bytes { get; } = new();

    /// <summary>In place of <see cref="Output"/>.</summary>
    public TextWriter? Writer { get; set; }

    public StringWriter Error { get; } = new();

    public TestConsole Screen { get; } = new TestConsole().Width(80).Height(24);

    public FakeTimeProvider Time { get; } = new(Samples.Start.AddSeconds(60));

    public Interruption Interruption { get; } = new();

    public bool Terminal { get; set; }

    public string Typed { get; set; } = "";

    public bool? Colors { get; private set; }

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>All that went to stdout, by either way.</summary>
    public string Shown => Output + Screen.Output;

    public async Task<ExitCode> RunAsync(params string[] arguments) => (ExitCode)await VerbApp.RunAsync(arguments, World());

    public void Dispose()
    {
        Interruption.Dispose();
        Screen.Dispose();
    }

    private ConsoleWorld World() => new()
    {
        Output = Writer ?? Output,
        OutputBytes = () => Bytes,
        Error = Error,
        Input = new StringReader(Typed),
        OutputIsTerminal = Terminal,
        InputIsTerminal = Terminal,
        Environment = Environment.GetValueOrDefault,
        Time = Time,
        User = "alice@ops1",
        Chance = () => new byte[10],
        Screen = colors =>
        {
            Colors = colors;
            return Screen;
        },
        Clusters = Cluster,
        Interruption = Interruption,
        Version = "1.2.3",
    };
}
