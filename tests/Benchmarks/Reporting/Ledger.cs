using System.Text.Json;
using System.Text.Json.Nodes;
using ChefActors.Testing;

namespace ChefActors.Benchmarks.Reporting;

/// <summary>What was measured is kept: <c>artifacts/bench/VERB.jsonl</c>, a line for each run, with date and machine.</summary>
internal sealed class Ledger(string verb, MachineNote machine)
{
    /// <summary>Begins a run's entry and says on what it is taken.</summary>
    internal static Ledger Begin(string verb)
    {
        var machine = MachineNote.Read();
        Console.Error.WriteLine($"{verb}: {machine}");
        if (machine.Load > machine.Cpus) Console.Error.WriteLine($"{verb}: the machine is busy (load {machine.Load:0.0} on {machine.Cpus} processors): ratios of one run may hold, figures do not");
        return new Ledger(verb, machine);
    }

    /// <summary>Prints the table with the machine below it, and appends the figures.</summary>
    internal void Publish(MarkdownTable table, JsonObject figures)
    {
        var now = TimeProvider.System.GetUtcNow();
        Console.Write(table);
        Console.WriteLine($"\n{now:yyyy-MM-dd}: {machine}");
        var entry = new JsonObject
        {
            ["at"] = now.ToString("yyyy-MM-ddTHH:mm:ssZ"),
            ["verb"] = verb,
            ["machine"] = JsonSerializer.SerializeToNode(machine),
            ["figures"] = figures,
        };
        var directory = Directory.CreateDirectory(Repository.PathOf("artifacts", "bench")).FullName;
        File.AppendAllText(Path.Combine(directory, verb + ".jsonl"), entry.ToJsonString() + "\n");
    }
}
